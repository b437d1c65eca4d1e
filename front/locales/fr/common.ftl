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
    [one] { $value } seconde
   *[other] { $value } secondes
}
duration-minutes = { $n ->
    [one] { $value } minute
   *[other] { $value } minutes
}
duration-hours = { $n ->
    [one] { $value } heure
   *[other] { $value } heures
}
duration-days = { $n ->
    [one] { $value } jour
   *[other] { $value } jours
}
