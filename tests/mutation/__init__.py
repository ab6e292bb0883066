"""Rules with one number, date or required field changed: their examples must notice."""
