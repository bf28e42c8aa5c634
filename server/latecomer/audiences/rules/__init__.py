"""The rules of filters: their tree, their operators, their days and their text form; pure."""
