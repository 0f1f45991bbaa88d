"""The tour: one whole programme, played through the public API by people who each hold their own token."""
