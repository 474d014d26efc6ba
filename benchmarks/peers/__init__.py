"""What wensou is measured against: each the shortest program that a user would write for the purpose.

Each reads JSON Lines of `id`, `title` and `body`, and is used as

    python PEER.py index ARTICLES DIRECTORY
    python PEER.py search DIRECTORY QUERY

but for ripgrep, which searches by itself.
"""
