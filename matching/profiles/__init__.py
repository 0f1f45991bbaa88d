"""What people without a team say of themselves, for themselves and for whom they choose."""
