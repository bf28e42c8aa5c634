shell-skip = Aller au contenu
shell-home = Latecomer, tous les webinaires
shell-nav = Principal
shell-nav-webinars = Webinaires
shell-nav-segments = Segments
shell-nav-connections = Connexions
shell-nav-keys = Clés API
shell-signed_in = Connecté : { $name }
shell-light = Passer en clair
shell-dark = Passer en sombre
shell-sign_out = Se déconnecter
shell-api_docs = Documentation de l’API
shell-no_script = Le tableau de bord a besoin de JavaScript. Autorisez-le, puis rechargez la page.

shell-not_found = Il n’y a rien à cette adresse
shell-not_found-text = La page a peut-être été supprimée, ou le lien est incomplet.
shell-not_found-back = Tous les webinaires
shell-silent = Le serveur ne répond pas
shell-silent-text = Rien n’est perdu : c’est le serveur qui compte ce qui est regardé, pas cette page.

shell-signin = Connexion
shell-signin-title = Se connecter à Latecomer
shell-signin-lead = La durée de visionnage exacte de vos enregistrements de webinaires, en temps réel.
shell-signin-by_link = Connexion avec votre lien…
shell-signin-key = Clé API
shell-signin-key_hint = Une clé avec le droit « Lecture » suffit pour regarder.
shell-signin-submit = Se connecter
shell-signin-no_key = Pas de clé sous la main ? La personne qui gère ce serveur peut afficher un lien à usage unique dans son terminal.
