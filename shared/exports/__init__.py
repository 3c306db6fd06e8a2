"""What is exported about study: gathered from the services by whoever asks, and written as workbooks.

The check-ins service knows members and units by their ids only; names are the directory's. So neither writes a
workbook: the command line and the console do, each in the name of whoever asks, with the same code.
"""
