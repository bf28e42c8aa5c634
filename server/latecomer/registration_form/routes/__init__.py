"""The routes of registration: the public page, the links in mails, and the REST calls of operators."""
