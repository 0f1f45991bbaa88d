"""Who is behind a request: sessions in cookies and bearer tokens, and requests that other sites planted."""
