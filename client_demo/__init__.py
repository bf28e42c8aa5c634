"""A demonstration seen from outside: it speaks to Latecomer as any client would and imports nothing of it.

``python -m client_demo --url http://127.0.0.1:8080 --key KEY`` fills in a webinar over REST and then lets a
crowd of simulated viewers watch its recording over real websockets until it is stopped.
"""
