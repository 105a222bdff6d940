"""The English templates, a module for each room; other languages stand in ../catalogues/."""
