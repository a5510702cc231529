"""Who does what: the named questions, each with an answer worked out by hand from the documents.

Every case is the whole answer to a question at its clocks (or all rows in which one column has one
value), written down from the text before the question was run. A decoy is something near which must
not be in the answer; `decoys` names it, and the test holds that it is in the data at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest

from command import real_graph
from conftest import World
from pactgraph.graph import load
from pactgraph.query import rows

#: Both clocks at the day of the Dublin Group's report: what it says, and no later document.
AT_DUBLIN = {"as_of": "2017-10-26", "known_by": "2017-10-26"}


#: The documents, as the answers below write them.
SOURCES = {
    "DG": "dublin-group-2017",
    "IDSWG": "idswg-2021",
    "MOU": "mekong-mou",
    "ASEAN": "asean-work-plan-2009-2015",
    "HONLAP": "honlap-43",
}


@dataclass(frozen=True)
class Case:
    """A question, what it is asked with, and its answer: rows of cells between bars."""

    question: str
    asked: dict[str, str]
    columns: str
    answer: str
    decoys: str
    #: Only rows in which this column has this value, where the question takes no such parameter.
    only: tuple[str, str] | None = None

    @property
    def expected(self) -> list[tuple[str, ...]]:
        lines = (line.strip() for line in self.answer.strip().splitlines())
        cells = ([cell.strip() for cell in line.split("|")] for line in lines if line)
        return sorted(tuple(SOURCES.get(cell, cell) for cell in row) for row in cells)

    def __str__(self) -> str:
        return "-".join([self.question, *self.asked.values(), *(self.only or ())])


CASES = [
    # -- money and help ---------------------------------------------------------------------------
    # Canada pays for two projects of three years and, with Australia's department, for containers in
    # Cambodia. To the legal institute and to the global container programme it gives support, not money.
    Case(
        "who-funds",
        {"funder": "canada"},
        "programme when on_the_day source locator",
        """
        canada-cybercrime-project      | 2021/2023 | yes     | IDSWG | A.9 Canada, line 47
        canada-synthetic-drugs-project | 2021/2023 | yes     | IDSWG | A.9 Canada, line 47
        container-control-cambodia     |           | perhaps | DG    | Cambodia 1.4 Australia, line 553
        """,
        decoys="ilsta container-control-programme",
    ),
    # The European Union supported it until September 2015: no more on the day, two years later.
    Case(
        "who-supports",
        {"programme": "southern-shan-crops", **AT_DUBLIN},
        "supporter how on_the_day source locator",
        """
        finland | funds    | yes | DG | Myanmar 4.6, line 358
        germany | funds    | yes | DG | Myanmar 4.6, line 358
        myanmar | supports | yes | DG | Myanmar 4.6, line 358
        """,
        decoys="european-union",
    ),
    # In 2009: the relief operation to which Japan gave, the joint work with UNODC (2003 to 2013), and
    # food in Kokang, of which no year is told. The first programme ended in 2007, the others came later.
    Case(
        "who-implements",
        {"implementer": "wfp", "as_of": "2009", "known_by": "2017-10-26"},
        "programme on_the_day source locator",
        """
        wfp-food-kokang                 | perhaps | DG | Myanmar 4.3, line 320
        wfp-relief-myanmar              | yes     | DG | Myanmar 4.2, line 312
        wfp-unodc-food-security-myanmar | yes     | DG | Myanmar 4.3, line 320
        """,
        decoys="wfp-food-ex-poppy-farmers-2003-2007 wfp-food-southern-shan wfp-asset-creation-myanmar",
    ),
    # Three sums are printed as Australian dollars. The 30 million of the partnership are dollars of no named country.
    Case(
        "money",
        {"currency": "AUD"},
        "from relation to amount when source locator",
        """
        australia | funds | global-fund | 200000000 | 2014/2016 | DG | Myanmar Australia, line 334
        australia | funds | aciar-livelihoods-research-myanmar | 12000000 | | DG | Myanmar Australia, line 338
        australia | supports | strengthening-cargo-borders | 4500000 | | IDSWG | A.9 Australia, line 44
        """,
        decoys="map-tnc",
    ),
    # What the United States alone paid for in 2017. The Lao opium survey was paid in 2015; the livelihoods
    # fund has twelve donors and is a body.
    Case(
        "one-funder",
        AT_DUBLIN,
        "programme",
        """
        police-training-curricula-myanmar
        us-alternative-development-houaphanh
        us-investigation-training-myanmar
        """,
        decoys="opium-survey-lao lift-fund pepfar-viet-nam",
        only=("only_funder", "united-states"),
    ),
    # The ASEAN plan names two projects against precursors, and nobody's money for them.
    # Of the Lao programmes, not heard of by then, nothing was missing.
    Case(
        "no-funder",
        {"known_by": "2016-12-31"},
        "programme",
        """
        project-cohesion
        project-prism
        """,
        decoys="kokang-development aml-programme-lao",
    ),
    # Printed in 2017 as still to come in 2014, and more work with UNODC was looked at; the memorandum with the
    # Cambodian police was signed.
    Case(
        "planned",
        {"known_by": "2017-10-26"},
        "relation object when source locator",
        """
        cooperates_with | anti-money-laundering-department-viet-nam |      | DG | Viet Nam 4 United Kingdom, line 716
        implements      | dublin-group-2017-viet-nam-nca-unodc      |      | DG | Viet Nam 4 United Kingdom, line 716
        signs           | nca-state-bank-viet-nam-memorandum        | 2014 | DG | Viet Nam 4 United Kingdom, line 716
        """,
        decoys="nca-cambodian-police-memorandum financial-investigation-training-viet-nam",
        only=("subject", "nca-uk"),
    ),
    # Money through UNODC. The health centre in Kokang was paid through a Japanese NGO; that Japan works
    # with Viet Nam together with UNODC is no gift.
    Case(
        "money-via",
        {"through": "unodc"},
        "donor how to amount currency when source locator",
        """
        dibp-australia | funds | cambodia | |  | | DG | Cambodia 1.4 UNODC, line 539
        japan | funds | crop-monitoring-myanmar | 2800000 | USD | 2002/2017 | DG | Myanmar 4.2, line 312
        japan | funds | wa-project | 4430000 | USD | 1996/2007 | DG | Myanmar 4.2, line 312
        japan | supports | global-smart | |  | | DG | Lao 3 Japan, line 111
        japan | supports | global-smart | |  | | IDSWG | A.9 Japan, line 38
        """,
        decoys="kokang-health-centre viet-nam",
    ),
    # Two gifts of Japan to the food programme's relief, 750,000 and about 5 million. The fund's 200 million
    # went to a country and the 11 million of Kokang are a cost: neither is a gift to a programme.
    Case(
        "money-per-programme",
        {"currency": "USD"},
        "programme kind at_least at_most gifts inexact",
        """
        crop-monitoring-myanmar | contribution | 2800000  | 2800000  | 1 | 0
        kokang-health-centre    | unstated     | 130000   | 130000   | 1 | 0
        pepfar-viet-nam         | unstated     | 69000000 | 69000000 | 1 | 1
        wa-project              | contribution | 4430000  | 4430000  | 1 | 0
        wfp-relief-myanmar      | contribution | 5750000  | 5750000  | 2 | 1
        """,
        decoys="kokang-development lift-fund myanmar",
    ),
    # Three sums that are needed or cost; what Australia gives to research is no cost.
    Case(
        "budgets",
        {"currency": "USD"},
        "what for amount source locator",
        """
        kokang-development | | 11000000 | DG | Myanmar 4.2, line 308
        sub-regional-action-plan | | 15000000 | MOU | History 1992-1995, lines 72, 88
        dublin-group-2017-lao-plan-money | drug-control-masterplan-lao-2016-2020 | 60000000 | DG | Lao 4, line 127
        """,
        decoys="aciar-livelihoods-research-myanmar wa-project",
    ),
    # What the Union gave and gives no more. To the livelihoods fund and to UNODC it still gave.
    Case(
        "past-support",
        {"donor": "european-union", **AT_DUBLIN},
        "how to when source locator",
        """
        funds    | action-164014                            | 2010~/2015-09 | DG | Myanmar 4.6, lines 352, 354, 356
        funds    | action-164033                            | 2010~/2015-09 | DG | Myanmar 4.6, lines 352, 354, 356
        supports | eu-alternative-development-northern-laos |               | DG | Lao 3 European Union, line 123
        supports | eu-asean-migration-border-programme      | 2009/2012     | DG | Viet Nam 4 European Union, line 706
        supports | eu-injecting-drug-use-projects-myanmar   | 2003/2008     | DG | Myanmar 4.6, lines 348, 350
        supports | eu-last-alternative-development-project  | /2015         | DG | Lao 3 European Union, line 123
        supports | southern-shan-crops                      | /2015-09      | DG | Myanmar 4.6, line 352
        """,
        decoys="lift-fund unodc eu-hiv-programmes-viet-nam",
    ),
    # Methadone and needles were Australia's until the equity fund took them over; its three years for the global fund
    # were over. To the equity fund it still gave.
    Case(
        "past-support",
        {"donor": "australia", **AT_DUBLIN},
        "how to when status source locator",
        """
        funds | global-fund                       | 2014/2016 |       | DG | Myanmar Australia, line 334
        funds | methadone-ministry-cambodia       |           | ended | DG | Cambodia 1.3, line 531
        funds | needle-exchange-ministry-cambodia |           | ended | DG | Cambodia 1.3, line 531
        """,
        decoys="methadone-equity-fund-cambodia lift-fund container-control-cambodia",
    ),
    # What was told in 2017 to be over need not have been so in 2010.
    Case(
        "past-support",
        {"donor": "australia", "as_of": "2010", "known_by": "2017-10-26"},
        "to",
        "",
        decoys="methadone-ministry-cambodia global-fund",
    ),
    # Luxembourg's work is "supported". The institute is a body, not a programme; the border programme has funders.
    Case(
        "supported-not-funded",
        {"supporter": "luxembourg"},
        "programme on_the_day source locator",
        """
        ilsta-workshops                                      | yes     | IDSWG | A.9 Luxembourg, line 41
        luxembourg-alternative-development-houaphanh         | perhaps | DG    | Lao 3 Luxembourg, line 115
        luxembourg-alternative-development-houaphanh         | yes     | IDSWG | A.9 Luxembourg, line 41
        luxembourg-alternative-development-houaphanh-phase-2 | yes     | IDSWG | A.9 Luxembourg, line 41
        project-lao-031                                      | yes     | IDSWG | A.9 Luxembourg, line 41
        """,
        decoys="ilsta border-management-lao",
    ),
    # France trained officers of two countries in one course. The agency that supports the ministry is Tajik itself.
    Case(
        "donors-of",
        {"country": "tajikistan", "as_of": "2018"},
        "donor how to when on_the_day source locator",
        """
        france | supports | tajikistan | 2018 | yes | HONLAP | 2(e), line 238
        """,
        decoys="afghanistan drug-control-agency-tajikistan ministry-of-internal-affairs-tajikistan",
    ),
    # In 2014 the health plan for AIDS paid in Viet Nam; help at sea is told without a year. Export control is
    # given by a department, and the navy that is trained is Cambodia's.
    Case(
        "donors-of",
        {"country": "viet-nam", "donor": "united-states", "as_of": "2014", "known_by": "2017-10-26"},
        "donor how to when on_the_day source locator",
        """
        united-states | funds | pepfar-viet-nam | 2014 | yes | DG | Viet Nam 4 United States, line 726
        united-states | supports | us-maritime-security-viet-nam | | perhaps | DG | Viet Nam 4 United States, line 726
        """,
        decoys="exbs-viet-nam royal-cambodian-navy",
    ),
    # Cambodia's Government is itself one of those who pay for methadone there: not from outside.
    Case(
        "donors-of",
        {"country": "cambodia", "donor": "cambodia", **AT_DUBLIN},
        "to",
        "",
        decoys="methadone-equity-fund-cambodia",
    ),
    # Luxembourg's and the United States' projects in Houaphan. UNODC worked "with" both on its own, without a word of
    # money; the Union's projects were in northern Laos, and over.
    Case(
        "donors-on",
        {"theme": "alternative-development", "place": "houaphanh", **AT_DUBLIN},
        "donor how to on_the_day source locator",
        """
        luxembourg | supports | luxembourg-alternative-development-houaphanh | yes | DG | Lao 3 Luxembourg, line 115
        united-states | supports | us-alternative-development-houaphanh | yes | DG | Lao 3 United States, line 107
        united-states | funds | us-alternative-development-houaphanh | perhaps | DG | Lao 3 United States, line 107
        """,
        decoys="european-union alternative-development-houaphanh eu-alternative-development-northern-laos",
    ),
    # What Japan and its agency certainly did in 2009. The Wa project's money ended in 2007, the cooperation in
    # northern Shan began in 2014.
    Case(
        "work-of",
        {"agency": "japan", "as_of": "2009", "known_by": "2017-10-26"},
        "body how what when source locator",
        """
        japan | funds      | crop-monitoring-myanmar               | 2002/2017       | DG | Myanmar 4.2, line 312
        japan | funds      | kokang-health-centre                  | 2009            | DG | Myanmar 4.2, line 312
        japan | funds      | wfp-relief-myanmar                    | 2009            | DG | Myanmar 4.2, line 312
        japan | implements | japan-crop-substitution-northern-shan | 1997/           | DG | Myanmar 4.2, line 308
        jica  | implements | kokang-development                    | 2005-04/2011-03 | DG | Myanmar 4.2, line 308
        """,
        decoys="wa-project northern-shan-cooperation amda",
        only=("on_the_day", "yes"),
    ),
    # What a commission does under a plan, and no single action of it: that is another question.
    Case(
        "work-of",
        {"agency": "lcdc"},
        "body how what on_the_day source locator",
        "lcdc | implements | drug-control-masterplan-lao | yes | IDSWG | C.1 VDCAP, line 64",
        decoys="idswg-2021-drug-law-revision idswg-2021-online-meetings",
    ),
    # -- programmes -------------------------------------------------------------------------------
    # Its first four years were over in June 2018; it had been made longer, to the end of that year.
    Case(
        "running",
        {"programme": "unodc-country-programme-myanmar", "as_of": "2018-06-30", "known_by": "2017-10-26"},
        "by said when on_the_day source locator",
        """
        unodc | implements | 2014/           | perhaps | DG | Myanmar 4.1, line 276
              | extended   | 2014/2018-12-31 | yes     | DG | Myanmar 4.1, line 276
        """,
        decoys="",
    ),
    # A year later the longer period was over too, and "implements" alone says nothing against that.
    Case(
        "running",
        {"programme": "unodc-country-programme-myanmar", "as_of": "2019-06-30", "known_by": "2017-10-26"},
        "by said when on_the_day source locator",
        "",
        decoys="unodc",
    ),
    # The Union's last project in the north ended in late 2015: in 2014 it perhaps ran, since when is not told.
    Case(
        "running",
        {"programme": "eu-last-alternative-development-project", "as_of": "2014", "known_by": "2017-10-26"},
        "by said when on_the_day source locator",
        "european-union | supports | /2015 | perhaps | DG | Lao 3 European Union, line 123",
        decoys="eu-alternative-development-northern-laos",
    ),
    # And in 2014 it had not ended.
    Case(
        "ended",
        {"what": "eu-last-alternative-development-project", "as_of": "2014", "known_by": "2017-10-26"},
        "what",
        "",
        decoys="eu-last-alternative-development-project",
    ),
    # Over between January 2015 and June 2016. The opium plan of 15 years was made longer in time; the plan
    # for harm reduction ran to 2017.
    Case(
        "ended",
        {"since": "2015-01-01", "as_of": "2016-06-30", "known_by": "2017-10-26"},
        "what said when source locator",
        """
        action-164014 | ended | 2015-09 | DG | Myanmar 4.6, line 352
        action-164033 | ended | 2015-09 | DG | Myanmar 4.6, line 352
        asean-socio-cultural-community-blueprint | covers | 2008/2015 | ASEAN | II, line 42
        asean-work-plan-2009-2015 | covers | 2009/2015 | ASEAN | Title, lines 3, 4, 5
        drug-control-masterplan-lao-2009-2015 | covers | 2009/2015 | DG | Lao 2(i), line 67
        drug-control-plan-2013-2015-cambodia | covers | 2013/2015 | DG | Cambodia 1.3, line 506
        eu-last-alternative-development-project | ended | [2015-07..2015-12] | DG | Lao 3 European Union, line 123
        national-target-programme-drugs-viet-nam-2012-2015 | covers | 2012/2015 | DG | Viet Nam 3, line 686
        nsedp-lao-7 | covers | 2010/2015 | DG | Lao 2(i), line 67
        """,
        decoys="opium-elimination-plan-15-years-myanmar harm-reduction-plan-2015-2017-cambodia",
    ),
    # Of six that end in 2015, two plans have one that follows. The Vietnamese plan for rehabilitation runs to 2020.
    Case(
        "ends-before",
        {"before": "2016-01-01", "as_of": "2015-06-30", "known_by": "2017-10-26"},
        "what successor source locator",
        """
        asean-socio-cultural-community-blueprint | | ASEAN | II, line 42
        asean-work-plan-2009-2015 | | ASEAN | Title, lines 3, 4, 5
        drug-control-masterplan-lao-2009-2015 | drug-control-masterplan-lao-2016-2020 | DG | Lao 2(i), line 67
        drug-control-plan-2013-2015-cambodia | drug-control-plan-2016-2018-cambodia | DG | Cambodia 1.3, line 506
        national-target-programme-drugs-viet-nam-2012-2015 | | DG | Viet Nam 3, line 686
        nsedp-lao-7 | | DG | Lao 2(i), line 67
        """,
        decoys="renovation-plan-viet-nam harm-reduction-plan-2015-2017-cambodia",
    ),
    # Luxembourg's project began in 2016, only its second phase in 2019. Of Australia's partnership no date is told.
    Case(
        "started-since",
        {"since": "2018-01-01"},
        "programme said when source locator",
        """
        canada-cybercrime-project                            | covers  | 2021/2023 | IDSWG | A.9 Canada, line 47
        canada-synthetic-drugs-project                       | covers  | 2021/2023 | IDSWG | A.9 Canada, line 47
        digital-forensics-laboratory-lao                     | set-up  | 2019      | IDSWG | C.2, line 68
        luxembourg-alternative-development-houaphanh-phase-2 | started | 2019-01   | IDSWG | A.9 Luxembourg, line 41
        """,
        decoys="luxembourg-alternative-development-houaphanh map-tnc strengthening-cargo-borders",
    ),
    # By the middle of 2019 Canada's had not begun.
    Case(
        "started-since",
        {"since": "2018-01-01", "as_of": "2019-06-30"},
        "programme",
        """
        digital-forensics-laboratory-lao
        luxembourg-alternative-development-houaphanh-phase-2
        """,
        decoys="canada-cybercrime-project luxembourg-alternative-development-houaphanh",
    ),
    # A survey of drug use is asked for, of nobody. The Lao opium survey of 2015 was UNODC's and the Government's; of a
    # study of what doctors know nobody is named either, but that is a paper and no programme.
    Case(
        "no-implementer",
        {"kind": "survey"},
        "programme",
        """
        national-drug-use-survey-lao
        """,
        decoys="kap-study-medical-professionals opium-survey-lao national-drug-use-survey-myanmar opium-survey-myanmar",
    ),
    # Of the ASEAN plan's day: two projects are named, whose they are is not said. Later projects were not heard of.
    Case(
        "no-implementer",
        {"kind": "project", "known_by": "2016-12-31"},
        "programme",
        """
        project-cohesion
        project-prism
        """,
        decoys="project-lao-031 eu-last-alternative-development-project",
    ),
    # Houaphan in 2017. Treatment in communities went to six other provinces; the Union's projects were in the north at
    # large, and over.
    Case(
        "in-place",
        {"place": "houaphanh", **AT_DUBLIN},
        "what place_named implementer funder on_the_day source locator",
        """
        alternative-development-houaphanh | houaphanh | unodc | | yes | DG | Lao 3 UNODC, line 97
        luxembourg-alternative-development-houaphanh | houaphanh | |  | yes | DG | Lao 3 Luxembourg, line 115
        us-alternative-development-houaphanh | houaphanh | | united-states | yes | DG | Lao 3 United States, line 107
        """,
        decoys="community-based-treatment-lao eu-alternative-development-northern-laos",
    ),
    # The EU's two projects, run as one, were moved to Hopong from Pinlaung; the food programme writes Ho Pone. Kokang
    # is in the north. In October 2012 the two were under way (until September 2015, for almost five years) and so was
    # the food, since February; of UNODC's other work there no year is told.
    Case(
        "in-place",
        {"place": "hopong", "as_of": "2012-10", "known_by": "2017-10-26"},
        "what place_named implementer source locator",
        """
        action-164014          | hopong | unodc | DG | Myanmar 4.6, lines 352, 354
        action-164033          | hopong | unodc | DG | Myanmar 4.6, lines 352, 354
        wfp-food-southern-shan | hopong | wfp   | DG | Myanmar 4.3, line 320
        """,
        decoys="wfp-food-kokang kokang-development alternative-development-southern-shan",
        only=("on_the_day", "yes"),
    ),
    # In October 2017 the two are over, and UNODC goes on, as the report says; the European Union pays no more.
    Case(
        "in-place",
        {"place": "hopong", **AT_DUBLIN},
        "what funder on_the_day source locator",
        """
        alternative-development-southern-shan |         | yes | DG | Myanmar 4.1.1, line 288
        southern-shan-crops                   | finland | yes | DG | Myanmar 4.6, line 352
        southern-shan-crops                   | germany | yes | DG | Myanmar 4.6, line 352
        """,
        decoys="action-164014 action-164033 european-union",
        only=("implementer", "unodc"),
    ),
    # Programmes against laundering that the report of 2017 tells of, and who pays. AMLIO's own comes in 2021.
    Case(
        "on-theme",
        {"theme": "anti-money-laundering", **AT_DUBLIN},
        "programme narrower funder",
        """
        eu-law-enforcement-programmes-cambodia      | anti-money-laundering | european-union
        eu-unodc-counter-terrorism-southeast-asia   | anti-money-laundering |
        financial-investigation-training-viet-nam   | anti-money-laundering |
        jiatf-west-financial-training-cambodia      | anti-money-laundering |
        unodc-aml-programme-viet-nam                | anti-money-laundering |
        unodc-country-programme-viet-nam            | anti-money-laundering |
        unodc-country-programme-viet-nam-corruption | anti-money-laundering |
        """,
        decoys="aml-programme-lao jiatf-west-maritime-training-cambodia",
    ),
    # The programme in four countries, and its units in ports; the Lao units were still to come. Border offices are
    # of another programme.
    Case(
        "parts-of",
        {"whole": "container-control-programme", "known_by": "2017-10-26"},
        "part parent status source locator",
        """
        container-control-cambodia | container-control-programme | | DG | Cambodia 1.4 Australia, line 553
        container-control-lao | container-control-programme | | DG | Lao 3 UNODC, line 99
        container-control-myanmar | container-control-programme | | DG | Myanmar Australia, line 330
        container-control-viet-nam | container-control-programme | | DG | Viet Nam 4 UNODC, line 740
        container-control-units-lao | container-control-lao | planned | DG | Lao 3 UNODC, line 99
        port-control-unit-sihanoukville-cambodia | container-control-cambodia | | DG | Cambodia 1.4 Australia, line 553
        port-control-unit-yangon-myanmar | container-control-myanmar | | DG | Myanmar Australia, line 330
        port-control-unit-hai-phong | container-control-viet-nam | | DG | Viet Nam 4 UNODC, line 740
        port-control-unit-vung-tau | container-control-viet-nam | | DG | Viet Nam 4 UNODC, line 740
        """,
        decoys="border-liaison-offices-cambodia viet-nam-customs border-management-cambodia",
    ),
    # Before June 2016 the commission was under the Prime Minister's Office, and not under the ministry.
    Case(
        "belongs-to",
        {"body": "lcdc", "as_of": "2010", "known_by": "2017-10-26"},
        "part parent when source locator",
        """
        lcdc                      | prime-minister-office-lao | /2016-06 | DG | Lao 2(i), line 65
        prime-minister-office-lao | lao-pdr                   |          | DG | Lao 2(i), line 65
        """,
        decoys="mps-lao",
    ),
    # A second phase is a part, not a successor.
    Case(
        "succession",
        {},
        "earlier later when source locator",
        """
        drug-control-masterplan-lao-2009-2015 | drug-control-masterplan-lao-2016-2020 | | DG | Lao 2(i), line 67
        drug-control-plan-2013-2015-cambodia | drug-control-plan-2016-2018-cambodia | | DG | Cambodia 1.3, line 506
        drug-law-1997-cambodia | drug-law-2012-cambodia | 2012-01 | DG | Cambodia 1.3, line 498
        dublin-group-previous-13234-16 | dublin-group-2017 | | DG | Head, line 15
        kokang-development | northern-shan-cooperation | | DG | Myanmar 4.2, line 310
        methadone-ministry-cambodia | methadone-equity-fund-cambodia | | DG | Cambodia 1.3, line 531
        needle-exchange-ministry-cambodia | methadone-equity-fund-cambodia | | DG | Cambodia 1.3, line 531
        """,
        decoys="luxembourg-alternative-development-houaphanh-phase-2 decree-90-2016-viet-nam",
    ),
    # Lao Customs is trained by two programmes and sent officers to a third. The embassy's section builds "capacity".
    Case(
        "who-trains",
        {"trainee": "lao-customs"},
        "trainer training role when source locator",
        """
        aml-programme-lao | | training-and-mentoring | | IDSWG | A.2, lines 16, 19
        strengthening-cargo-borders | | training | | IDSWG | A.9 Australia, line 44
        | professional-development-customs | | 2021 | IDSWG | A.1, line 15
        """,
        decoys="inl australia-lao-border-capacity uk-lao-customs-programmes",
    ),
    # Officers from China attended; others from China's own bureau taught, as lecturers, and were not trained.
    Case(
        "who-trains",
        {"trainee": "china"},
        "trainer training when source locator",
        "unodc | unodc-online-drug-training-shanghai-2018 | 2018 | HONLAP | 1(e), line 132",
        decoys="narcotics-control-bureau-china police-china",
    ),
    Case(
        "who-trains",
        {"trainee": "narcotics-control-bureau-china"},
        "training",
        "",
        decoys="unodc-online-drug-training-shanghai-2018",
    ),
    # The American task force pays for the navy's course; who gives it is not said, and it is one course, told once.
    Case(
        "who-trains",
        {"trainee": "royal-cambodian-navy"},
        "trainer training role source locator",
        " | jiatf-west-maritime-training-cambodia | training | DG | Cambodia 1.4 United States, line 581",
        decoys="jiatf-west jiatf-west-financial-training-cambodia australia",
    ),
    # Three seminars of the two American agencies at Vinh; "2104" is read as 2014. At the academy in Bangkok others
    # teach.
    Case(
        "who-trains",
        {"trainee": "counter-narcotics-department-viet-nam"},
        "trainer training when source locator",
        """
        dea        | seminar-vinh-2013-06 | 2013-06 | DG | Viet Nam 4 United States, line 724
        dea        | seminar-vinh-2013-09 | 2013-09 | DG | Viet Nam 4 United States, line 724
        dea        | seminar-vinh-2014-08 | 2014-08 | DG | Viet Nam 4 United States, line 724
        jiatf-west | seminar-vinh-2013-06 | 2013-06 | DG | Viet Nam 4 United States, line 724
        jiatf-west | seminar-vinh-2013-09 | 2013-09 | DG | Viet Nam 4 United States, line 724
        jiatf-west | seminar-vinh-2014-08 | 2014-08 | DG | Viet Nam 4 United States, line 724
        """,
        decoys="ilea-training-viet-nam dea-capacity-building-viet-nam united-states",
    ),
    # -- law and plans ----------------------------------------------------------------------------
    # The four states of 1993 and the UN's programme; the two that joined in 1995 signed another paper.
    Case(
        "who-signed",
        {"agreement": "mekong-mou-1993"},
        "party act when source locator",
        """
        china    | signature | 1993 | MOU | History 1992-1995, lines 78, 80
        lao-pdr  | signature | 1993 | MOU | History 1992-1995, lines 78, 80
        myanmar  | signature | 1993 | MOU | History 1992-1995, lines 78, 80
        thailand | signature | 1993 | MOU | History 1992-1995, lines 78, 80
        unodc    | signature | 1993 | MOU | History 1992-1995, lines 78, 80
        """,
        decoys="cambodia viet-nam",
    ),
    # Viet Nam ratified; of Cambodia a signature is told, and a process that was finished by an act not named.
    Case(
        "party-to",
        {"agreement": "untoc"},
        "party standing perhaps act when source locator",
        """
        cambodia | signatory      |           | signature    | 2005-07-07 | DG | Cambodia 1.3, line 496
        cambodia | act not stated | consented |              | 2007-09    | DG | Cambodia 1.3, line 496
        viet-nam | consented      |           | ratification | 2012       | DG | Viet Nam 3, line 690
        """,
        decoys="lao-pdr myanmar",
    ),
    # In 2006 one had signed and none was bound.
    Case(
        "party-to",
        {"agreement": "untoc", "as_of": "2006"},
        "party standing when",
        "cambodia | signatory | 2005-07-07",
        decoys="viet-nam",
    ),
    # The Assembly's three laws; the decrees and strategies are the Government's.
    Case(
        "who-adopted",
        {"adopter": "national-assembly-viet-nam"},
        "instrument when source locator",
        """
        administrative-violations-law-viet-nam | 2012-06-20     | DG | Viet Nam 3, lines 686, 692
        criminal-procedure-code-viet-nam       | [..2017-10-26] | DG | Viet Nam 3, line 694
        penal-code-viet-nam-2015               | [..2017-10-26] | DG | Viet Nam 3, line 694
        """,
        decoys="decree-96-2012-viet-nam renovation-plan-viet-nam",
    ),
    # A protocol, two addenda, and the amendment to the first of these. A declaration changes no text.
    Case(
        "amendments",
        {"amended": "mekong-mou-1993"},
        "amending when status source locator",
        """
        mekong-mou-addendum           |      |  | MOU | History 2001-2014, line 96
        mekong-mou-addendum-amendment |      |  | MOU | History 2001-2014, line 118
        mekong-mou-protocol           | 1995 |  | MOU | History 1992-1995, lines 70, 88
        mekong-mou-second-addendum    |      |  | MOU | History 2015-2016, line 130
        """,
        decoys="nay-pyi-taw-declaration-2013 hanoi-declaration-2003",
    ),
    # In force in 2012. The law on violations was approved that year and took effect in the next; the Cambodian
    # plans came later, and a plan of 2016 is not in force before its period.
    Case(
        "in-force",
        {"as_of": "2012", "known_by": "2017-10-26"},
        "instrument said when on_the_day source locator",
        """
        asean-socio-cultural-community-blueprint | covers | 2008/2015 | yes | ASEAN | II, line 42
        asean-work-plan-2009-2015 | covers | 2009/2015 | yes | ASEAN | Title, lines 3, 4, 5
        drug-control-masterplan-lao-2009-2015 | covers | 2009/2015 | yes | DG | Lao 2(i), line 67
        drug-control-plan-20-years-myanmar | covers | 1999/2019 | yes | DG | Myanmar 3.3 Assessment, line 241
        national-drug-strategy-viet-nam-2020 | covers | 2011/2020 | yes | DG | Viet Nam 3, line 686
        national-target-programme-drugs-viet-nam-2012-2015 | covers | 2012/2015 | yes | DG | Viet Nam 3, line 686
        nsedp-lao-7 | covers | 2010/2015 | yes | DG | Lao 2(i), line 67
        opium-elimination-plan-15-years-myanmar | covers | 1999/2014 | yes | DG | Myanmar 2.1, line 177
        opium-elimination-plan-15-years-myanmar | extended | 1999/2019 | yes | DG | Myanmar 2.1, line 177
        """,
        decoys="administrative-violations-law-viet-nam drug-control-plan-2016-2018-cambodia penal-code-viet-nam-2015",
    ),
    # Of the opium plan's two periods only the longer reached 2016.
    Case(
        "in-force",
        {"instrument": "opium-elimination-plan-15-years-myanmar", "as_of": "2016", "known_by": "2017-10-26"},
        "said when on_the_day source locator",
        "extended | 1999/2019 | yes | DG | Myanmar 2.1, line 177",
        decoys="drug-control-plan-20-years-myanmar",
    ),
    # Two decrees; the plan for renovation governs the centres.
    Case(
        "who-governs",
        {"governed": "methadone-viet-nam", **AT_DUBLIN},
        "how by on_the_day source locator",
        """
        governs | decree-90-2016-viet-nam | yes | DG | Viet Nam 3, line 692
        governs | decree-96-2012-viet-nam | yes | DG | Viet Nam 3, line 686
        """,
        decoys="renovation-plan-viet-nam",
    ),
    # Two papers say that they are to bring about the vision; the status report went into a draft.
    Case(
        "serves",
        {"goal": "drug-free-asean-vision-2015"},
        "how by source locator",
        """
        aligned_with   | asean-work-plan-2009-2015-draft | ASEAN | II, line 42
        contributes_to | asean-work-plan-2009-2015       | ASEAN | Monitoring, line 48
        """,
        decoys="drug-free-asean-status-report asean-work-plan-secretariat-draft",
    ),
    # -- seats, meetings, work together -----------------------------------------------------------
    # Australia or Japan, by yearly turn, in both reports. The commission and UNODC lead another group.
    Case(
        "who-chairs",
        {"body": "mini-dublin-vientiane"},
        "holder seat by_turn rank source locator",
        """
        australia | chairs | yearly | normal | DG    | Lao 2(i), line 80
        australia | chairs | yearly | normal | IDSWG | C.1, line 60
        japan     | chairs | yearly | normal | DG    | Lao 2(i), line 80
        japan     | chairs | yearly | normal | IDSWG | C.1, line 60
        """,
        decoys="lcdc unodc idswg",
    ),
    # Every year's conference, and that of 2017. The course in the same city was given, not hosted.
    Case(
        "who-hosts",
        {"host": "japan"},
        "event place when source locator",
        """
        adec    | tokyo |                       | DG | Cambodia 1.4 Japan, line 567
        adec-22 | tokyo | 2017-02-21/2017-02-23 | DG | Cambodia 1.4 Japan, line 567
        """,
        decoys="control-of-drug-offences-course-2017 national-police-agency-japan",
    ),
    # The two ministries that it works with; UNODC sits beside it in a group.
    Case(
        "works-with",
        {"body": "lcdc", **AT_DUBLIN},
        "one how other on_the_day source locator",
        """
        lcdc | cooperates_with | ministry-of-health-lao | yes | DG | Lao 2(i), line 65
        lcdc | cooperates_with | mps-lao                | yes | DG | Lao 2(i), line 65
        """,
        decoys="unodc prime-minister-office-lao",
    ),
    # Three bodies define the package; governments are to follow it.
    Case(
        "who-produces",
        {"product": "comprehensive-package-treatment-harm-reduction"},
        "producer status source locator",
        """
        unaids |  | MOU | Area 1, line 231
        unodc  |  | MOU | Area 1, line 231
        who    |  | MOU | Area 1, line 231
        """,
        decoys="mekong-mou-governments mla-request-writer",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_answer_is_the_one_worked_out_from_the_documents(case: Case) -> None:
    graph = real_graph()
    names, found = rows(graph.ask(case.question, **case.asked))
    table = [dict(zip(names, row, strict=True)) for row in found]
    if case.only:
        column, value = case.only
        table = [row for row in table if row[column] == value]
    assert sorted(tuple(row[column] for column in case.columns.split()) for row in table) == case.expected
    cells = {cell for row in table for cell in row.values()}
    for decoy in case.decoys.split():
        assert decoy in graph.things, f"the decoy {decoy} is not in the data, so it proves nothing"
        assert decoy not in cells


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_place_named_in_an_answer_is_in_its_document(case: Case) -> None:
    """The locators of the cases are of sections that the documents have: a slip of the pen here shows."""
    records = real_graph().records
    for row in case.expected:
        for source, locator in pairwise(row):
            if match := re.fullmatch(r"(.+), lines? [\d, ]+", locator):
                assert match[1] in {section.key for section in records.document(source).sections}


# -- decoys of every kind, for every question ---------------------------------------------------------

#: Who says the same thing in every way in which it does not count, beside `giver` and `winner` whose word stands.
STATED = {
    "giver": "",
    "winner": ", id: winner-said",
    "loser": ", id: loser-said",
    "quarreller": ", id: quarreller-said",
    "rival": ", id: rival-said",
    "denier": ", status: denied",
    "unsure": ", status: unknown",
    "planner": ", status: planned",
    "over": ", status: ended",
    "past": ", when: 2010/2012",
    "newcomer": ", when: 2018/",
    "late": "",
}
HOLDS = {"giver", "winner"}
QUARRELS = """\
  disagreements:
  - {id: either, about: One of the two., between: [quarreller-said, rival-said]}
  - {id: settled, about: One of the two., between: [loser-said, winner-said], prefer: winner-said, because: It says so.}
"""


@dataclass(frozen=True)
class Decoys:
    """A line that each of `STATED` says, with `WHO` in its place, and the column in which the names come back.

    `beside` lines are plain facts. If the line `hides`, those whose word counts are missing and all others there.
    Where no day is asked about, `over`, `past` and `newcomer` do not say it; where one is, the newcomer's word counts
    from 2018 on.
    """

    question: str
    line: str
    column: str
    asked: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()
    hides: bool = False
    planned_shown: bool = False
    dated: bool = False
    only: tuple[str, str] | None = None

    @property
    def names(self) -> set[str]:
        return set(STATED) - (set() if self.dated else {"over", "past", "newcomer"})

    @property
    def expected(self) -> set[str]:
        holds = HOLDS | ({"planner"} if self.planned_shown else set()) | ({"newcomer"} if self.dated else set())
        return self.names - holds if self.hides else holds

    def __str__(self) -> str:
        return f"{self.question}-{self.column}-{self.line.split('predicate: ')[1].replace(', ', '-')}"


def line(subject: str, predicate: str, rest: str) -> str:
    """A statement in YAML without its closing brace."""
    return f"subject: {subject}, predicate: {predicate}, {rest}"


TREATMENT = (("theme", "treatment"), ("place", "borduria"))
GIFT = "amount: {value: 5, currency: USD}"
DECOYS = [
    Decoys("who-funds", line("WHO", "funds", "object: clinic-work"), "funder", dated=True),
    Decoys("who-supports", line("WHO", "supports", "object: clinic-work"), "supporter", dated=True),
    Decoys("who-implements", line("WHO", "implements", "object: clinic-work"), "implementer", dated=True),
    Decoys("one-funder", line("arle", "funds", "object: WHO-work"), "programme", dated=True),
    Decoys(
        "on-theme",
        line("WHO", "funds", "object: clinic-work"),
        "funder",
        (("theme", "treatment"),),
        beside=(line("clinic-work", "addresses", "object: treatment"),),
        dated=True,
    ),
    Decoys("seats-of", line("WHO", "member_of", "object: clinic"), "office", (("actor", "arle"),), dated=True),
    Decoys(
        "who-takes-part",
        line("WHO", "member_of", "object: clinic"),
        "actor",
        (("body", "clinic"),),
        dated=True,
        only=("on_the_day", "yes"),
    ),
    Decoys(
        "shared-work",
        line("arle", "funds", "object: WHO-work"),
        "what",
        (("one", "arle"), ("other", "harbour-customs")),
        beside=(line("harbour-customs", "supports", "object: WHO-work"),),
        dated=True,
    ),
    Decoys(
        "overlap",
        line("arle", "funds", "object: WHO-work"),
        "programme",
        (("one", "arle"), ("other", "harbour-customs")),
        beside=(
            line("WHO-work", "operates_in", "object: borduria"),
            line("WHO-work", "addresses", "object: treatment"),
            line("harbour-customs", "funds", "object: clinic-work"),
            line("clinic-work", "operates_in", "object: borduria"),
            line("clinic-work", "addresses", "object: treatment"),
        ),
        dated=True,
    ),
    Decoys("running", line("WHO", "implements", "object: clinic-work"), "by", dated=True),
    Decoys(
        "running",
        line("WHO-work", "stage", "value: ended, when: 2019-01"),
        "programme",
        beside=(line("harbour-customs", "implements", "object: WHO-work"),),
        hides=True,
    ),
    Decoys(
        "running",
        line("WHO-work", "stage", "value: covers, when: 2015/2019"),
        "programme",
        beside=(line("harbour-customs", "implements", "object: WHO-work"),),
        hides=True,
    ),
    Decoys("ended", line("WHO-work", "stage", "value: ended, when: 2019-01"), "what"),
    Decoys("ended", line("WHO-work", "stage", "value: covers, when: 2015/2019"), "what"),
    Decoys(
        "ended",
        line("WHO-work", "stage", "value: extended, when: 2015/2025"),
        "what",
        beside=(line("WHO-work", "stage", "value: covers, when: 2015/2019"),),
        hides=True,
    ),
    Decoys("ends-before", line("WHO-work", "stage", "value: covers, when: 2019/2023"), "what"),
    Decoys(
        "ends-before",
        line("WHO-work", "stage", "value: extended, when: 2019/2030"),
        "what",
        beside=(line("WHO-work", "stage", "value: covers, when: 2019/2023"),),
        hides=True,
    ),
    Decoys(
        "ends-before",
        line("WHO-work", "stage", "value: extended, when: 2019/2023"),
        "what",
        beside=(line("WHO-work", "stage", "value: covers, when: 2019/2023"),),
        only=("said", "extended"),
    ),
    Decoys(
        "ends-before",
        line("WHO-work", "succeeds", "object: clinic-work"),
        "successor",
        beside=(line("clinic-work", "stage", "value: covers, when: 2019/2023"),),
    ),
    Decoys("started-since", line("WHO-work", "stage", "value: started, when: 2019-03"), "programme"),
    Decoys(
        "started-since",
        line("WHO-work", "stage", "value: started, when: 2011"),
        "programme",
        beside=(line("WHO-work", "stage", "value: covers, when: 2019/2023"),),
        hides=True,
    ),
    Decoys(
        "started-since",
        line("WHO-work", "stage", "value: set-up, when: 2019-05"),
        "programme",
        beside=(line("WHO-work", "stage", "value: started, when: 2019-03"),),
        only=("said", "set-up"),
    ),
    Decoys("budgets", line("WHO-work", "requires", GIFT), "what"),
    Decoys(
        "no-implementer",
        line("WHO", "implements", "object: WHO-work"),
        "programme",
        beside=(line("WHO-work", "addresses", "object: treatment"),),
        hides=True,
    ),
    Decoys(
        "in-place",
        line("WHO-work", "operates_in", "object: borduria"),
        "what",
        (("place", "borduria"),),
        dated=True,
    ),
    *(
        Decoys(
            "in-place",
            line("WHO", predicate, "object: clinic-work"),
            column,
            (("place", "borduria"),),
            beside=(line("clinic-work", "operates_in", "object: borduria"),),
            dated=True,
        )
        for predicate, column in (("implements", "implementer"), ("funds", "funder"))
    ),
    Decoys("work-of", line("WHO", "funds", "object: clinic-work"), "body", (("agency", "arle"),), dated=True),
    Decoys(
        "parts-of",
        line("WHO-work", "part_of", "object: clinic-work"),
        "part",
        (("whole", "clinic-work"),),
        planned_shown=True,
    ),
    Decoys(
        "belongs-to",
        line("clinic-work", "part_of", "object: WHO-work"),
        "parent",
        (("body", "clinic-work"),),
        dated=True,
    ),
    Decoys(
        "belongs-to",
        line("clinic-work", "part_of", "object: WHO-work"),
        "part",
        (("body", "clinic-work"),),
        beside=(line("WHO-work", "part_of", "object: border-programme"),),
        only=("parent", "border-programme"),
        dated=True,
    ),
    Decoys("succession", line("WHO-plan", "succeeds", "object: clinic-plan"), "later"),
    Decoys("donors-of", line("WHO", "funds", "object: borduria"), "donor", (("country", "borduria"),), dated=True),
    Decoys(
        "donors-of",
        line("WHO-work", "operates_in", "object: borduria"),
        "to",
        (("country", "borduria"),),
        beside=(line("harbour-customs", "funds", "object: WHO-work"),),
    ),
    Decoys("donors-on", line("WHO", "funds", "object: borduria, themes: [treatment]"), "donor", TREATMENT, dated=True),
    Decoys(
        "donors-on",
        line("WHO-work", "addresses", "object: treatment"),
        "to",
        TREATMENT,
        beside=(
            line("harbour-customs", "funds", "object: WHO-work"),
            line("WHO-work", "operates_in", "object: borduria"),
        ),
    ),
    Decoys(
        "donors-on",
        line("WHO-work", "operates_in", "object: borduria"),
        "to",
        TREATMENT,
        beside=(
            line("harbour-customs", "funds", "object: WHO-work"),
            line("WHO-work", "addresses", "object: treatment"),
        ),
    ),
    Decoys(
        "money-via", line("WHO", "funds", "object: clinic-work, via: [harbour-customs]"), "donor", planned_shown=True
    ),
    Decoys("money-per-programme", line("harbour-customs", "funds", f"object: WHO-work, {GIFT}"), "programme"),
    Decoys("supported-not-funded", line("WHO", "supports", "object: clinic-work"), "supporter", dated=True),
    Decoys(
        "supported-not-funded",
        line("WHO", "funds", "object: WHO-work"),
        "programme",
        beside=(line("harbour-customs", "supports", "object: WHO-work"),),
        hides=True,
        dated=True,
    ),
    Decoys("past-support", line("WHO", "funds", "object: clinic-work, when: 2010/2012"), "donor"),
    Decoys(
        "past-support",
        line("WHO", "supports", "object: clinic-work"),
        "donor",
        beside=(line("WHO", "funds", "object: clinic-work, when: 2010/2012"),),
        hides=True,
        dated=True,
    ),
    Decoys("who-trains", line("WHO", "supports", "object: arle, role: training"), "trainer", planned_shown=True),
    Decoys(
        "who-trains",
        line("WHO", "implements", "object: seminar-work"),
        "trainer",
        beside=(line("borduria", "participates_in", "object: seminar-work"),),
    ),
    Decoys("in-force", line("WHO-plan", "stage", "value: covers, when: 2019/2023"), "instrument"),
    Decoys(
        "in-force",
        line("WHO-plan", "stage", "value: covers, when: 2011/2015"),
        "instrument",
        beside=(line("WHO-plan", "stage", "value: in-effect, when: 2011"),),
        hides=True,
    ),
    Decoys("who-adopted", line("WHO", "adopts", "object: clinic-plan"), "adopter"),
    Decoys("amendments", line("WHO-plan", "amends", "object: clinic-plan"), "amending", planned_shown=True),
    Decoys("party-to", line("WHO", "signs", "object: clinic-plan, act: accession"), "party"),
    *(
        Decoys(
            "party-to",
            line("WHO", "signs", f"object: clinic-plan, act: {act}, when: 2019"),
            "party",
            beside=(line("WHO", "signs", f"object: clinic-plan, act: {before}, when: 2018, id: WHO-before"),),
            only=("act", before),
            hides=True,
        )
        for before, act in (("signature", "ratification"), ("accession", "withdrawal"))
    ),
    # What is done later changes nothing yet.
    *(
        Decoys(
            "party-to",
            line("WHO", "signs", f"object: clinic-plan, act: {act}, when: 2018"),
            "party",
            (("as_of", "2019"),),
            beside=(line("WHO", "signs", f"object: clinic-plan, act: {later}, when: 2020-03, id: WHO-later"),),
            only=("act", act),
        )
        for act, later in (("signature", "ratification"), ("accession", "withdrawal"))
    ),
    Decoys("who-governs", line("WHO", "coordinates", "object: clinic-work"), "by", dated=True),
    Decoys("serves", line("WHO-work", "contributes_to", "object: clinic-plan"), "by", planned_shown=True),
    Decoys("who-hosts", line("WHO", "hosts", "object: clinic-work"), "host", planned_shown=True),
    Decoys(
        "who-hosts",
        line("clinic-work", "located_in", "object: WHO-town"),
        "place",
        beside=(line("borduria", "hosts", "object: clinic-work"),),
    ),
    Decoys("works-with", line("WHO", "cooperates_with", "object: clinic-work"), "one", dated=True),
    Decoys("who-produces", line("WHO", "produces", "object: clinic-plan"), "producer", planned_shown=True),
]


@pytest.mark.parametrize("decoys", DECOYS, ids=str)
def test_only_what_stands_as_a_fact_then_is_answered(world: World, decoys: Decoys) -> None:
    """On 15 June 2020, with what was known a year later; the same was written down again in 2022."""
    names = sorted(decoys.names)
    bodies, work, plans, places = [], [], [], []
    for name in [*sorted(STATED), "clinic", "seminar"]:
        named = "named_in: [{document: report, section: A, line: 1}, {document: letter, section: C, line: 1}]"
        bodies.append(f"- {{id: {name}, name: Body {name}, kind: agency, part_of: arle, {named}}}\n")
        kind = "training" if name == "seminar" else "project"
        work.append(f"- {{id: {name}-work, name: Work {name}, kind: {kind}, {named}}}\n")
        places.append(f"- {{id: {name}-town, name: Town {name}, kind: town, part_of: arle, {named}}}\n")
        plans.append(f"- {{id: {name}-plan, name: Plan {name}, kind: plan, {named}}}\n")
    beside = dict.fromkeys(each.replace("WHO", name) for each in decoys.beside for name in names)
    said = {name: decoys.line.replace("WHO", name) + STATED[name] for name in names}
    facts = [*beside, *(text for name, text in said.items() if name != "late")]
    files = {
        "entities/organisation/more.yaml": "".join(bodies),
        "entities/programme/more.yaml": "".join(work),
        "entities/framework/more.yaml": "".join(plans),
        "entities/place/more.yaml": "".join(places),
        "entities/document/more.yaml": (
            "- {id: letter, name: Letter, kind: note, issued: 2022-03-01, "
            "sections: [{key: C, title: All of it, lines: 1-9}]}\n"
        ),
        "statements/report/b.yaml": "document: report\nblocks:\n- section: B\n  statements:\n"
        + "".join(f"  - {{{fact}, line: {21 + number % 20}}}\n" for number, fact in enumerate(facts))
        + QUARRELS,
        "statements/letter/c.yaml": "document: letter\nblocks:\n- section: C\n  statements:\n"
        + f"  - {{{said['late']}, line: 1}}\n",
    }
    graph = load(world(files))

    def answered(**clock: str) -> set[str]:
        asked = {"as_of": "2020-06-15", "known_by": "2021", **dict(decoys.asked), **clock}
        columns, found = rows(graph.ask(decoys.question, **asked))
        table = [dict(zip(columns, row, strict=True)) for row in found]
        if decoys.only:
            table = [row for row in table if row[decoys.only[0]] == decoys.only[1]]
        return {re.sub("-(work|plan|town)$", "", row[decoys.column]) for row in table}

    assert answered() & decoys.names == decoys.expected
    if decoys.dated:
        assert ("newcomer" in answered(as_of="2015-06-15")) == decoys.hides
