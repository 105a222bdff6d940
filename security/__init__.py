"""Who may: tokens, TLP markings and viewers."""
