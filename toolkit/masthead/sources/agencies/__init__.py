"""News agencies, and whom an article credits."""
