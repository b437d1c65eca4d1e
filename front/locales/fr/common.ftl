# What surrounds every page.
skip = Aller au contenu
menu = Menu principal
menu-home = Accueil
menu-overview = Vue d’ensemble
menu-more = Plus de pages
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
printed-on = Édité le { $value }
menu-coverage = Documents attendus
total = Total
without-date = Sans date
age-today = aujourd’hui
age-days = { $n ->
    [one] hier
   *[other] il y a { $value } jours
}
age-months = { $n ->
    [one] il y a { $value } mois
   *[other] il y a { $value } mois
}
age-years = { $n ->
    [one] il y a { $value } an
   *[other] il y a { $value } ans
}

# Searching and filtering
search = Rechercher
search-here = Dans cette page
search-everywhere = Dans tout mon espace
search-title = Recherche
search-none = Essayez un autre mot, ou une partie du mot seulement. Les accents et les majuscules ne comptent pas.
search-all = { $n ->
    [one] Voir le résultat dans sa page
   *[other] Voir les { $value } résultats
}
ask = Rechercher : { $value }
filter = Filtrer
filter-and-sort = Filtrer et trier
filter-all = Tout
filter-from = du
filter-until = au
filter-apply = Appliquer
choice = { $label } ({ $rows })
order = Trier par
order-own = l’ordre habituel
order-up = { $value }, croissant
order-down = { $value }, décroissant
clear = Tout effacer
found-total = { $n ->
    [0] Aucun élément trouvé
    [one] { $value } élément trouvé
   *[other] { $value } éléments trouvés
}
no-match = Rien ne correspond
no-match-text = Aucune ligne ne correspond à votre demande. Enlevez un filtre ou essayez un autre mot.
