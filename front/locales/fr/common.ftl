# What surrounds every page.
skip = Aller au contenu
menu = Menu principal
menu-home = Accueil
menu-overview = Vue d’ensemble
menu-account = Mon compte
staff = Gestion
sign-out = Se déconnecter
legal-link = Mentions légales et données personnelles
colon = { " : " }
yes = Oui
no = Non
try-again-in = Réessayez dans { $value }.
duration-seconds = { $n ->
    [one] { $n } seconde
   *[other] { $n } secondes
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
duration-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
