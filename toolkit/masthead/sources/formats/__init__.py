"""What articles come in: folders and files, their encodings, tables, pages, streams and data frames."""
