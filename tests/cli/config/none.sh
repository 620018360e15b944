headroom config check
headroom config check nowhere.ini
