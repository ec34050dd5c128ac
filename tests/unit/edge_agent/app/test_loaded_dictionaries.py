from __future__ import annotations

import subprocess
import sys


def test_the_senses_of_one_language_load_no_dictionary_of_the_other() -> None:
    loads = (
        "import sys, edge_agent.app.senses\n"
        "from edge_agent.features.keywords import read_dictionaries\n"
        "from wire.language import Language\n"
        "read_dictionaries(Language({!r}))\n"
        "print(*sorted({{'pypinyin', 'rjieba', 'snowballstemmer'}} & sys.modules.keys()))\n"
    )
    for language, expected in (("en", "snowballstemmer\n"), ("zh", "pypinyin rjieba\n")):
        asked = [sys.executable, "-c", loads.format(language)]
        told = subprocess.run(asked, capture_output=True, text=True, check=True)
        assert told.stdout == expected, language
