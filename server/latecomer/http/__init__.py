"""What every route uses: endpoints, authentication, problems, limits, websockets, metrics."""
