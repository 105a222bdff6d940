"""Files that attack whoever opens them, made when a test asks: small ones that become large."""

import gzip
import io
import struct
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<row r="1">{}</row>'.format(
    "".join(
        f'<c r="{place}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for place, name in zip("ABC", ("country", "year", "cases"), strict=True)
    )
)
BODY = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Peru</t></is></c>'
    '<c r="B2"><v>2019</v></c><c r="C2"><v>3</v></c></row>'
)
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/sharedStrings.xml": f"<sst {MAIN}/>",
    "xl/workbook.xml": (
        f'<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def workbook(rows=HEAD + BODY, before="", after="", **parts):
    """A workbook whose only sheet has these rows as XML; `parts` are further files in it, or other
    ones, `_` for `/`.
    """
    sheet = f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    inside = {**PARTS, "xl/worksheets/sheet1.xml": sheet, **parts}
    return packed(inside)


def packed(inside):
    """A ZIP file of these files."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as box:
        for name, content in inside.items():
            box.writestr(name, content)
    return sink.getvalue()


def strings(entries):
    """Shared strings of a workbook."""
    return {"xl/sharedStrings.xml": f"<sst {MAIN}>{entries}</sst>"}


def shared(times, text):
    """A workbook that says one long text in many cells."""
    rows = "".join(
        f'<row r="{n}"><c r="D{n}" t="s"><v>0</v></c></row>' for n in range(3, times + 3)
    )
    return workbook(HEAD + BODY + rows, **strings(f"<si><t>{text}</t></si>"))


def lying():
    """A workbook whose directory says that its sheet is small."""
    rows = '<row r="3"><c r="A3"><v>1</v></c></row>' + " " * 60_000_000
    content = bytearray(workbook(HEAD + BODY + rows))
    size = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo("xl/worksheets/sheet1.xml").file_size
    old, new = struct.pack("<I", size), struct.pack("<I", 4000)
    return bytes(content.replace(old, new))


def entities():
    """A workbook of entities that name entities."""
    many = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<!DOCTYPE w [<!ENTITY e0 "ha">{many}]><worksheet {MAIN}><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
    )
    return packed({**PARTS, "xl/worksheets/sheet1.xml": sheet})


def parquet(columns, **options):
    """A Parquet file of these columns."""
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd", **options)
    return sink.getvalue()


def said_once(rows, text):
    """A Parquet file that says one long text once and means it in each row."""
    index = pa.array([0] * rows, pa.int32())
    return parquet(
        {
            "country": pa.DictionaryArray.from_arrays(index, pa.array(["Peru"])),
            "year": pa.DictionaryArray.from_arrays(index, pa.array(["2019"])),
            "note": pa.DictionaryArray.from_arrays(index, pa.array([text])),
        }
    )


def grid(rows, columns):
    """A Parquet file of one text in all cells of a wide and long table."""
    index = pa.array([0] * rows, pa.int32())
    same = pa.DictionaryArray.from_arrays(index, pa.array(["Peru"]))
    return parquet({f"c{n}": same for n in range(columns)})


def lists(rows, each):
    """A Parquet file with a column of lists that decode to billions of numbers."""
    inner = pa.array([0] * (rows * each), pa.int8())
    offsets = pa.array(range(0, rows * each + 1, each), pa.int32())
    return parquet(
        {
            "country": ["Peru"] * rows,
            "year": ["2019"] * rows,
            "n": ["1"] * rows,
            "list": pa.ListArray.from_arrays(offsets, inner),
        }
    )


def page(megabytes):
    """A Parquet file whose one page becomes that many megabytes, a text in two rows."""
    return parquet(
        {"country": ["Peru", "Chad"], "note": ["x" * (megabytes * 1024**2)] * 2},
        use_dictionary=False,
        write_statistics=False,
    )


def nested(content, times):
    """Gzip within gzip."""
    for _ in range(times):
        content = gzip.compress(content, 9)
    return content
