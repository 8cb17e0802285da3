"""What tests are made with: twins, whole stations and hubs in a folder, hands and eyes."""
