"""The plain text model, on its way out."""
