"""The English templates: a module for each room whose sentences they are."""
