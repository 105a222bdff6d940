"""The map keeps its promises: every place in the country the policy says, every country drawn,
nothing plotly.js cannot read.
"""

import gzip
import json
from collections import defaultdict
from itertools import pairwise

import pytest
import shapely

from data.geography import boundaries, countries, outlines

POLICY_PLACES = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.60, 44.62, "UKR"),
    "Laayoune": (-13.20, 27.15, "ESH"),
    "Dakhla": (-15.70, 23.90, "ESH"),
    "Agadir": (-9.60, 30.42, "MAR"),
    "Cayenne": (-52.33, 4.93, "GUF"),
    "Saint-Denis": (55.45, -20.88, "REU"),
    "Fort-de-France": (-61.06, 14.61, "MTQ"),
    "Longyearbyen": (15.63, 78.22, "SJM"),
    "Ramallah": (35.20, 31.90, "PSE"),
    "East Jerusalem": (35.235, 31.78, "PSE"),
    "Gaza": (34.47, 31.51, "PSE"),
    "Tel Aviv": (34.78, 32.08, "ISR"),
    "Tiberias": (35.53, 32.79, "ISR"),
    "Quneitra": (35.82, 33.12, "SYR"),
    "Katzrin": (35.72, 32.99, "SYR"),
    "Pristina": (21.16, 42.66, "XKX"),
    "Hargeisa": (44.06, 9.56, "SOM"),
    "Nicosia, south": (33.36, 35.16, "CYP"),
    "Nicosia, north": (33.36, 35.19, "CYP"),
    "Taipei": (121.56, 25.03, "TWN"),
    "Hong Kong": (114.17, 22.30, "HKG"),
    "Nuuk": (-51.74, 64.18, "GRL"),
    "Guantanamo Bay": (-75.13, 19.93, "CUB"),
    "Baikonur": (63.30, 45.95, "KAZ"),
    "Siachen Glacier": (77.10, 35.45, None),
    "South Pole": (0.0, -89.0, None),
    "mid-Atlantic": (-35.0, 20.0, None),
    "Spratly Islands": (114.30, 10.70, None),
    "Srinagar": (74.80, 34.08, "IND"),
    "Muzaffarabad": (73.47, 34.36, "PAK"),
    "Gilgit": (74.31, 35.92, "PAK"),
    "Dahongliutan, Aksai Chin": (79.30, 35.20, "CHN"),
    "Itanagar": (93.60, 27.10, "IND"),
    "Abyei": (28.43, 9.60, "SDN"),
    "Halaib": (36.45, 22.20, "EGY"),
    "Ilemi Triangle": (35.30, 4.85, "KEN"),
    "Sukhumi": (41.02, 43.00, "GEO"),
    "Tskhinvali": (43.97, 42.22, "GEO"),
    "Tiraspol": (29.62, 46.85, "MDA"),
    "Lethem, Essequibo": (-59.75, 3.40, "GUY"),
    "Kurilsk": (147.90, 45.20, "RUS"),
}
OTHER_POLICIES = {  # as de facto and blank draw what the usual policy draws as above
    "Simferopol": ("RUS", None),
    "Dakhla": ("MAR", "ESH"),
    "Katzrin": ("ISR", None),
    "Nicosia, north": ("CYP", "CYP"),  # the buffer zone, at this scale
    "Hargeisa": (None, None),
    "Sukhumi": (None, None),
    "Tskhinvali": (None, None),
    "Tiraspol": (None, None),
    "Srinagar": ("IND", None),
    "Muzaffarabad": ("PAK", None),
    "Gilgit": ("PAK", None),
    "Dahongliutan, Aksai Chin": ("CHN", None),
    "Itanagar": ("IND", None),
    "Abyei": ("SDN", None),
    "Halaib": ("EGY", None),
    "Ilemi Triangle": ("KEN", None),
    "Lethem, Essequibo": ("GUY", None),
    "Kurilsk": ("RUS", None),
    "Pristina": ("XKX", "XKX"),
    "Taipei": ("TWN", "TWN"),
    "Ramallah": ("PSE", "PSE"),
    "Siachen Glacier": (None, None),
}
ORDINARY_PLACES = {
    "Paris": (2.35, 48.85, "FRA"),
    "Berlin": (13.40, 52.52, "DEU"),
    "Madrid": (-3.70, 40.42, "ESP"),
    "Ankara": (32.85, 39.93, "TUR"),
    "Moscow": (37.62, 55.75, "RUS"),
    "Provideniya": (-173.23, 64.42, "RUS"),
    "Dakar": (-17.45, 14.70, "SEN"),
    "Singapore": (103.85, 1.30, "SGP"),
    "Kyiv": (30.52, 50.45, "UKR"),
    "Addis Ababa": (38.75, 9.03, "ETH"),
    "Nairobi": (36.82, -1.29, "KEN"),
    "Niamey": (2.11, 13.51, "NER"),
    "Abuja": (7.49, 9.06, "NGA"),
    "Brazzaville": (15.27, -4.27, "COG"),
    "Kinshasa": (15.31, -4.33, "COD"),
    "Conakry": (-13.68, 9.54, "GIN"),
    "Malabo": (8.78, 3.75, "GNQ"),
    "Brasilia": (-47.88, -15.79, "BRA"),
    "Ottawa": (-75.70, 45.42, "CAN"),
    "Washington": (-77.04, 38.95, "USA"),
    "Mexico City": (-99.13, 19.43, "MEX"),
    "Canberra": (149.13, -35.28, "AUS"),
    "Jakarta": (106.85, -6.20, "IDN"),
    "Port Moresby": (147.18, -9.46, "PNG"),
    "Suva": (178.44, -18.14, "FJI"),
    "Beijing": (116.40, 39.90, "CHN"),
    "New Delhi": (77.20, 28.61, "IND"),
    "Tehran": (51.39, 35.69, "IRN"),
    "Windhoek": (17.08, -22.56, "NAM"),
    "Maseru": (27.55, -29.40, "LSO"),
    "Luxembourg": (6.13, 49.65, "LUX"),
}
PLACES = POLICY_PLACES | ORDINARY_PLACES


@pytest.fixture(scope="module")
def topology():
    """The file as plotly.js gets it."""
    return json.loads(outlines.SHIPPED.read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def shapes(topology):
    """Country by country the rings of its polygons, as shipped, longitudes running on past 180
    degrees.
    """
    scale, start = topology["transform"]["scale"], topology["transform"]["translate"]

    def points(number):
        line, x, y = [], 0, 0
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + start[0], y * scale[1] + start[1]))
        return line if number >= 0 else line[::-1]

    def ring(numbers):
        line = [point for number in numbers for point in points(number)[:-1]]
        line.append(line[0])
        wide = max(x for x, _ in line) - min(x for x, _ in line) > 180
        return [(x + 360 if wide and x < 0 else x, y) for x, y in line]

    geometries = [
        shape
        for shape in topology["objects"]["countries"]["geometries"]
        if shape["type"] == "MultiPolygon"
    ]
    return {
        shape["id"]: [[ring(numbers) for numbers in part] for part in shape["arcs"]]
        for shape in geometries
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_place_lies_in_its_country(place):
    lon, lat, iso3 = PLACES[place]
    assert outlines.country_at(lon, lat) == iso3


def test_ids_are_unique_and_are_countries_or_what_the_policies_need(topology):
    ids = [shape["id"] for shape in topology["objects"]["countries"]["geometries"]]
    assert len(ids) == len(set(ids))
    assert "ATA" not in ids
    disputes = boundaries.disputes().set_index("id")
    areas = set(disputes.index[(disputes[list(boundaries.POLICIES)] == "-").any(axis=1)])
    lines = {f"lines:{policy}" for policy in boundaries.POLICIES}
    others = set(ids) - countries.codes() - areas - lines
    assert areas | lines <= set(ids)
    assert {each.split(":")[0] for each in others} <= countries.codes()
    assert {each.split(":")[1] for each in others} == {"de_facto", "blank"}


@pytest.mark.parametrize("place", OTHER_POLICIES)
def test_a_place_lies_where_each_policy_says(place):
    lon, lat, usual = PLACES[place]
    found = []
    for policy in boundaries.POLICIES:
        shapes = outlines.read(policy)
        hits = shapes[shapes.geometry.intersects(shapely.Point(lon, lat))]["iso3"].tolist()
        assert len(hits) < 2
        found.append(hits[0] if hits else None)
    assert found == [usual, *OTHER_POLICIES[place]]


@pytest.mark.parametrize("policy", ["de_facto", "blank"])
def test_a_policy_changes_exactly_the_listed_areas(policy, shapes):
    """What a country gains and loses against the usual policy is, point by point, the areas that
    the table gives to it and takes from it.
    """
    table = boundaries.disputes()
    listed = table[(table["drawn"] == "area") & (table[policy] != table["un"])]
    usual, other = (outlines.read(each).set_index("iso3").geometry for each in ("un", policy))
    assert set(usual.index) == set(other.index)
    changed = {code for code in usual.index if not usual[code].equals(other[code])}
    assert changed == (set(listed["un"]) | set(listed[policy])) - {"-"}
    for code in changed:
        lost = usual[code].difference(other[code]).area
        gained = other[code].difference(usual[code]).area
        for size, column in ((lost, "un"), (gained, policy)):
            ids = [each for each in listed.loc[listed[column] == code, "id"] if each in shapes]
            if len(ids) == (listed[column] == code).sum():  # the others have no shape of their own
                areas = sum(
                    shapely.Polygon(outer, holes).area
                    for each in ids
                    for outer, *holes in shapes[each]
                )
                assert size == pytest.approx(areas, abs=0.01), (code, column, ids)


def test_each_dispute_is_drawn_where_the_table_says():
    shapes = {policy: outlines.read(policy) for policy in boundaries.POLICIES}
    table = boundaries.disputes()
    for each in table[table["drawn"] == "area"].itertuples():
        place = shapely.Point(float(each.lon), float(each.lat))
        for policy, drawn in shapes.items():
            hits = drawn[drawn.geometry.intersects(place)]["iso3"].tolist()
            said = getattr(each, policy)
            assert hits == ([] if said == "-" else [said]), (each.id, policy)


def test_the_table_of_disputes_makes_sense(topology):
    table = boundaries.disputes()
    assert topology["disputes"] == [
        [each.id, float(each.lon), float(each.lat)] for each in table.itertuples()
    ]
    assert table["id"].is_unique and table[["name", "status", "citation"]].ne("").all(axis=None)
    assert table["lon"].astype(float).between(-180, 180).all()
    assert table["lat"].astype(float).between(-90, 90).all()
    assert set(table["line"]) == {"", "dashed"}
    for each in table.itertuples():
        parts = each.drawn.split()
        assert each.drawn in ("area", "own", "none") or set(parts) <= countries.codes()
        assert {each.un, each.de_facto, each.blank} <= countries.codes() | {"-", ""}
    for name in ("Jammu and Kashmir", "Kosovo", "Essequibo", "Senkaku", "Chagos", "Transnistria"):
        assert table["name"].str.startswith(name).any() and name in boundaries.policy()


def test_a_dispute_names_every_side_and_a_source_that_can_be_looked_up():
    table = boundaries.disputes().set_index("id")
    assert "Named on United Nations maps" not in set(table["citation"]), "on which?"
    for each in ("senkaku", "paracels", "spratlys", "scarborough"):
        assert "the authorities in Taiwan" in table.at[each, "status"]
    assert "22 May 2025" in table.at["chagos", "status"]
    assert "claimed by South Sudan" in table.at["abyei", "status"]
    assert "claimed by South Sudan" in table.at["ilemi", "status"]


def test_dashed_are_the_lines_that_are_not_determined(topology):
    """Each policy's dashed lines pass these places, by less than a pixel of the world map."""
    lines = outlines.gpd.read_file(outlines.SHIPPED, layer="countries").set_index("id").geometry
    near = defaultdict(dict)
    for name, (lon, lat) in {
        "Line of Control": (74.0, 33.7),
        "Aksai Chin": (78.9, 34.3),
        "Sudan and South Sudan": (32.0, 10.9),
        "parallel 22 at Halaib": (36.0, 22.0),
        "Arunachal in the south": (93.0, 26.95),
        "Kosovo and Serbia": (21.0, 43.2),
        "isthmus of Crimea": (33.7, 46.15),
        "France and Spain": (0.7, 42.7),
    }.items():
        for policy in boundaries.POLICIES:
            away = lines[f"lines:{policy}"].distance(shapely.Point(lon, lat))
            near[name][policy] = away < 0.3
    assert dict(near) == {
        "Line of Control": {"un": True, "de_facto": True, "blank": True},
        "Aksai Chin": {"un": True, "de_facto": True, "blank": True},
        "Sudan and South Sudan": {"un": True, "de_facto": True, "blank": True},
        "parallel 22 at Halaib": {"un": True, "de_facto": True, "blank": True},
        "Arunachal in the south": {"un": True, "de_facto": False, "blank": True},
        "Kosovo and Serbia": {"un": True, "de_facto": True, "blank": True},
        "isthmus of Crimea": {"un": False, "de_facto": True, "blank": True},
        "France and Spain": {"un": False, "de_facto": False, "blank": False},
    }


def test_every_country_has_a_shape_or_a_circle(shapes):
    anchors = outlines.anchors().set_index("iso3")
    assert countries.codes() - set(shapes) <= set(anchors.index[anchors["circle"]])
    assert set(anchors.index) == countries.codes()
    assert anchors["lon"].between(-180, 180).all()
    assert anchors["lat"].between(-90, 90).all()
    assert not anchors.duplicated(["lon", "lat"]).any()
    assert not anchors["lon"].eq(0).mul(anchors["lat"].eq(0)).any(), (
        "a country without a label point"
    )


@pytest.mark.parametrize(
    "iso3",
    "SGP MLT TUV BHR MDV LUX PSE NRU MCO VAT KIR MHL PLW FSM STP SYC BRB GUM VUT SLB HKG".split(),
)
def test_small_countries_are_circles(iso3):
    anchors = outlines.anchors().set_index("iso3")
    assert anchors["circle"][iso3]


@pytest.mark.parametrize(
    "iso3", "USA FRA NOR IDN CYP LBN QAT JAM GMB FJI XKX ESH SJM GUF RWA".split()
)
def test_other_countries_are_labelled_inside(iso3):
    anchor = outlines.anchors().set_index("iso3").loc[iso3]
    assert not anchor["circle"]
    assert outlines.country_at(anchor["lon"], anchor["lat"]) == iso3


def test_labels_in_the_file_are_the_anchors(topology):
    anchors = outlines.anchors().set_index("iso3")
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["id"] not in countries.codes():
            continue
        assert shape["properties"]["ct"] == anchors.loc[shape["id"], ["lon", "lat"]].tolist()


def test_outer_rings_run_clockwise_as_d3_wants_them(shapes):
    """A ring the other way round would paint its country over the whole globe."""
    for iso3, parts in shapes.items():
        for outer, *holes in parts:
            assert not shapely.LinearRing(outer).is_ccw, iso3
            assert all(shapely.LinearRing(hole).is_ccw for hole in holes), iso3


def test_no_step_is_long_enough_to_be_a_bar_across_the_map(shapes):
    for iso3, parts in shapes.items():
        for ring in (ring for rings in parts for ring in rings):
            steps = [abs(b[0] - a[0]) for a, b in pairwise(ring)]
            assert max(steps) < 30, iso3


def test_the_shapes_do_not_overlap():
    shapes = outlines.read()
    one, other = shapes.sindex.query(shapes.geometry, predicate="overlaps")
    shared = {
        (shapes.iso3.iat[a], shapes.iso3.iat[b]): (
            shapes.geometry.iat[a].intersection(shapes.geometry.iat[b]).area
        )
        for a, b in zip(one, other, strict=True)
        if a < b
    }
    assert max(shared.values(), default=0) < 0.01, shared
    assert shapes.is_valid.all()


def test_plotly_finds_every_layer_it_asks_for(topology):
    assert outlines.SHIPPED.name == "world_110m.json"
    assert set(topology["objects"]) == {
        "countries",
        "land",
        "coastlines",
        "ocean",
        "lakes",
        "rivers",
        "subunits",
    }


def test_the_file_stays_light():
    assert outlines.SHIPPED.stat().st_size < 320_000
    assert len(gzip.compress(outlines.SHIPPED.read_bytes(), mtime=0)) < 82_000


def test_the_policy_is_short_and_carries_the_note():
    assert boundaries.NOTE() in boundaries.policy()
    assert "Security Council resolution 1244 (1999)" in boundaries.policy()
    assert len(boundaries.policy().splitlines()) < 60


def test_every_zone_lies_before_a_coast_that_can_be_measured_from():
    zones = outlines.zones()
    assert len(zones) > 200 and {iso3 for coasts in zones.values() for iso3 in coasts} <= set(
        countries.table()["iso3"]
    )
    places = {name: (lon, lat) for name, (lon, lat, _) in POLICY_PLACES.items()}
    sea = {
        "Strait of Malacca": (100.46, 4.60),
        "mid-Atlantic": places["mid-Atlantic"],
        "Fiji, east of 180": (-179.0, -18.0),
    }
    assert outlines.far_from(["MYS", "IDN"], list(sea.values()), outlines.ZONE).tolist() == [
        False,
        True,
        True,
    ]
    assert outlines.far_from(["FJI"], list(sea.values()), outlines.ZONE).tolist() == [
        True,
        True,
        False,
    ]
    assert outlines.far_from(["FJI"], [], outlines.ZONE).tolist() == []
