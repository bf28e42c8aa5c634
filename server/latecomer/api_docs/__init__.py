"""The API's documents: OpenAPI, AsyncAPI, webhook schemas, and the page that shows them."""
