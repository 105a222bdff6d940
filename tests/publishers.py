"""The publishers' own files, where they lie beside the repository; tests that need them say so
where they do not.
"""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
FILES = {
    "cisa_kev": "data/cybercrime/known_exploited_vulnerabilities.json",
    "eurepoc": "data/cybercrime/EuRepoC_Global_Database_1.1.csv",
    "glotip": "data/trafficking/data_glotip_stamp-2025-04-14.xlsx",
    "interpol_bali_2016": "facts/interpol_article_facts.csv",
    "interpol_issued": "facts/interpol_notices_issued.csv",
    "interpol_public": "data/notices/public_red_notices_by_nationality_2020-01-02.csv",
    "iuu_vessels": "data/illegal_fishing/IUUList-20251108.csv",
    "ucdp_acd": "data/conflict/UcdpPrioConflict_v25_1.repaired.csv",
}
needed = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files do not lie beside the repository"
)


def path(source: str) -> Path:
    """The file a publisher gave out for a source."""
    return SHARED / FILES[source]
