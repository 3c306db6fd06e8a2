"""What is exported about study: data in pages, that whoever asks makes into workbooks with names."""
