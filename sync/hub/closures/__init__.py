"""The closures of days that teams send: kept as they came, compared with what arrived, told with what does not fit."""
