"""What articles come in: web pages, PDFs, Word files, mails, feeds. Read in a child process, see corpus/sandbox."""
