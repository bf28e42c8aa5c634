"""What vendors report about members, matched to them and applied."""
