# What surrounds every page.
skip = Skip to content
menu = Main menu
menu-home = Home
menu-overview = Overview
menu-more = More pages
menu-account = My account
staff = Staff
sign-out = Sign out
legal-link = Legal notice and personal data
colon = { ": " }
yes = Yes
no = No
try-again-in = Try again in { $value }.
duration-seconds = { $n ->
    [one] { $value } second
   *[other] { $value } seconds
}
duration-minutes = { $n ->
    [one] { $value } minute
   *[other] { $value } minutes
}
duration-hours = { $n ->
    [one] { $value } hour
   *[other] { $value } hours
}
duration-days = { $n ->
    [one] { $value } day
   *[other] { $value } days
}
printed-on = Printed on { $value }
menu-coverage = Expected documents
total = Total
without-date = Without a date
age-today = today
age-days = { $n ->
    [one] yesterday
   *[other] { $value } days ago
}
age-months = { $n ->
    [one] { $value } month ago
   *[other] { $value } months ago
}
age-years = { $n ->
    [one] { $value } year ago
   *[other] { $value } years ago
}

# Searching and filtering
search = Search
search-here = In this page
search-everywhere = In all my space
search-title = Search
search-none = Try another word, or only a part of it. Accents and capitals do not matter.
search-all = { $n ->
    [one] See the result in its page
   *[other] See all { $value } results
}
ask = Search: { $value }
filter = Filter
filter-and-sort = Filter and sort
filter-all = All
filter-from = from
filter-until = to
filter-apply = Apply
choice = { $label } ({ $rows })
order = Sort by
order-own = the usual order
order-up = { $value }, ascending
order-down = { $value }, descending
clear = Clear all
found-total = { $n ->
    [0] No item found
    [one] { $value } item found
   *[other] { $value } items found
}
no-match = Nothing matches
no-match-text = No row matches what you asked for. Take a filter away or try another word.
