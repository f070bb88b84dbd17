"""NGA's GEOnet Names Server, in its present form and in the former one."""

from __future__ import annotations

from samples import Build, names, the

from geomap.model import Kind

NGA = "ufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tfc\tdesig_cd\tcc_ft\tadm1\tlang_cd\tfull_nm_nd\n"
FORMER_NGA = "RC\tUFI\tUNI\tLAT\tLONG\tFC\tDSG\tCC1\tADM1\tPOP\tNT\tLC\tFULL_NAME_RO\tFULL_NAME_ND_RO\n"


def test_the_names_of_a_feature_become_one_place(build: Build) -> None:
    index, report = build(
        {
            "iz.txt": NGA + "-5\t1\tQayyārat\tV\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\tQayyarat\n"
            "-5\t2\tAl Qayyārah\tN\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\tAl Qayyarah\n"
            "-5\t3\tالقيارة\tNS\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\t\n"
            "-6\t4\tQayara Air Field West\tH\t35.76\t43.12\tS\tAIRB\tIRQ\t15\teng\t\n"
        }
    )
    assert (report.rows_read, report.places) == (2, 2)
    place = the(index, "nga:-5")
    assert (place.name, place.country, place.kind) == ("Al Qayyārah", "IQ", Kind.VILLAGE)
    assert names(index, "nga:-5") == ["Al Qayyārah", "Qayyārat", "القيارة"]
    assert the(index, "nga:-6").kind is Kind.AIR_BASE


def test_the_form_used_until_2023_has_other_country_codes(build: Build) -> None:
    index, _ = build(
        {"is.txt": FORMER_NGA + "1\t77\t8\t31.9\t34.8\tP\tPPLA\tIS\t02\t\tN\tHEB\tRamlé\tRamle\n"}
    )
    assert (the(index, "nga:77").country, the(index, "nga:77").kind) == ("IL", Kind.CITY)


def test_a_bad_row_is_named(build: Build) -> None:
    _, report = build(
        {"iz.txt": NGA + "x\t1\tA\tN\t35\t43\tP\tPPL\tIRQ\t\t\t\n1\t1\tB\tN\t\t43\tP\tPPL\tIRQ\n"}
    )
    assert [(fault.line, fault.message) for fault in report.skipped] == [
        (2, "has no feature number (ufi)"),
        (3, "its latitude or longitude is no number"),
    ]
