"""What stands around every page: frame, menu, address, filters, the bell."""
