"""Languages: the catalogues of all texts that people see, and times, numbers and lists as each language writes them."""
