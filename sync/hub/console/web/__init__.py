"""What all pages share on their way through the web: who may see them, paging, uploads, keys, drawings."""
