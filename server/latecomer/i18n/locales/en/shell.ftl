shell-skip = Skip to the content
shell-home = Latecomer, all webinars
shell-nav = Main
shell-nav-webinars = Webinars
shell-nav-segments = Segments
shell-nav-connections = Connections
shell-nav-keys = API keys
shell-signed_in = Signed in as { $name }
shell-light = Use light colours
shell-dark = Use dark colours
shell-sign_out = Sign out
shell-api_docs = API documentation
shell-no_script = The dashboard needs JavaScript. Please allow it and load the page again.

shell-not_found = There is nothing at this address
shell-not_found-text = It may have been deleted, or the link is incomplete.
shell-not_found-back = All webinars
shell-silent = The server does not answer
shell-silent-text = Nothing is lost: watching is counted by the server, not by this page.

shell-signin = Sign in
shell-signin-title = Sign in to Latecomer
shell-signin-lead = Exact watch time of your webinar recordings, live.
shell-signin-by_link = Signing in with your link…
shell-signin-key = API key
shell-signin-key_hint = One with the scope “read” is enough to look around.
shell-signin-submit = Sign in
shell-signin-no_key = No key at hand? Whoever runs this server can print a one-time link in its terminal.
