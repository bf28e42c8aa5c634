"""Files as people upload them, made by ffmpeg and by hand."""

import io
import subprocess
import zipfile
from pathlib import Path

import imageio_ffmpeg
import pypdfium2
from PIL import Image

_FILM = ("-f", "lavfi", "-i", "testsrc=d=3:s=320x240:r=25", "-f", "lavfi", "-i", "sine=d=3", "-shortest")
_SOUND = ("-f", "lavfi", "-i", "sine=d=3")


def ffmpeg(*arguments: str) -> str:
    """Run ffmpeg; returns what it says."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def film(path: Path, *more: str) -> bytes:
    """A film of three seconds in the container that the name's ending says."""
    ffmpeg(*_FILM, *more, str(path))
    return path.read_bytes()


def sound(path: Path) -> bytes:
    """Three seconds of a tone."""
    ffmpeg(*_SOUND, str(path))
    return path.read_bytes()


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), **how: object) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, form, **how)
    return file.getvalue()


def pdf(pages: int = 3) -> bytes:
    """A PDF with empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(800, 450)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pptx(*texts: str) -> bytes:
    """A presentation with a slide for each text: as little of one as LibreOffice opens."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slides = "http://schemas.openxmlformats.org/presentationml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    numbers = range(1, len(texts) + 1)

    def related(targets: dict[str, tuple[str, str]]) -> str:
        rows = (
            f'<Relationship Id="{id_}" Type="{relations}/{type_}" Target="{target}"/>'
            for id_, (type_, target) in targets.items()
        )
        return f'<Relationships xmlns="{packages}/relationships">{"".join(rows)}</Relationships>'

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{kind}.presentation.main+xml"/>'
        + "".join(
            f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{kind}.slide+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": related({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/_rels/presentation.xml.rels": related(
            {f"rId{n}": ("slide", f"slides/slide{n}.xml") for n in numbers}
        ),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{slides}" xmlns:r="{relations}"><p:sldIdLst>'
        + "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
        + '</p:sldIdLst><p:sldSz cx="9144000" cy="5143500"/></p:presentation>',
    }
    for n, text in enumerate(texts, 1):
        parts[f"ppt/slides/slide{n}.xml"] = (
            f'<p:sld xmlns:p="{slides}" xmlns:a="{drawing}"><p:cSld><p:spTree><p:nvGrpSpPr>'
            '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr>'
            '<p:cNvPr id="2" name="a"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="900000" y="900000"/>'
            '<a:ext cx="6000000" cy="2000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
            f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return file.getvalue()
