"""The bodies of the REST calls as msgspec Structs, one module per resource.

Source: docs/protocol.md, REST.
"""
