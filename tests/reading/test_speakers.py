"""Who speaks, one own text for each way of saying so: verbs, sources, inversion, asides, relays, anaphora."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)

# "text | speaker; speaker …", one speaker a claim ("-": the outlet); "<" before who relays it; "¶" a blank line
CASES = """
Anna Berg, the managing director of Nordyard, commented: “The plant has closed.” | Anna Berg
Anna Berg, the managing director of Nordyard, commented: “The plant has closed. The workers have left.” | Anna Berg;Anna Berg
Commenting on the deal, Anna Berg, chief executive of Nordyard, said: “The plant has closed.” | Anna Berg
Speaking at the opening, the minister said the plant had closed. | the minister
“The plant has closed,” said Anna Berg, a professor at Oslo University who studies drones. | Anna Berg
“The plant has closed,” explained the union’s head, Anna Berg. | the union’s head, Anna Berg
“The plant has closed,” Anna Berg, head of the local union, told the Evening Post. | Anna Berg<the Evening Post
“The plant has closed,” Anna Berg, head of the local union, said in an interview. | Anna Berg
“The plant,” said Anna Berg, “has closed for good.” | Anna Berg
“The plant has closed,” Anna Berg said. “The workers have left.” | Anna Berg;Anna Berg
“The plant has closed,” Anna Berg said, adding that the workers had left. | Anna Berg;Anna Berg
The plant has closed, Anna Berg told the Evening Post at a trade fair outside Oslo this month. | Anna Berg<the Evening Post
The ministry said in a statement on Monday that the plant had closed. | The ministry
In a statement, the ministry said the plant had closed. | the ministry
In a statement on Monday, the ministry said the plant had closed. | the ministry
A statement from the ministry said the plant had closed. | A statement from the ministry
A ministry statement said the plant had closed. | A ministry statement
A report by the Harbour Institute said the plant had closed. | A report by the Harbour Institute
A report by the Harbour Institute found that the plant had closed. | A report by the Harbour Institute
The Harbour Institute’s analysis showed that the plant had closed. | The Harbour Institute’s analysis
Data from the Harbour Institute show that the plant has closed. | Data from the Harbour Institute
Figures released by the ministry show that the plant has closed. | Figures released by the ministry
Satellite images show that the plant has closed. | Satellite images
According to data from the Harbour Institute, the plant has closed. | the Harbour Institute
According to Anna Berg, a researcher at the Harbour Institute, the plant has closed. | Anna Berg
The plant has closed, according to Anna Berg, a researcher at the Harbour Institute. | Anna Berg
The plant has closed, according to the ministry’s spokesman. | the ministry’s spokesman
The plant, according to the ministry, has closed. | the ministry
As the ministry said, the plant has closed. | the ministry
As reported by Interfax, the plant has closed. | Interfax
As Interfax reported, the plant has closed. | Interfax
Interfax reports that the plant has closed. | Interfax
It was reported by Interfax that the plant had closed. | Interfax
The plant has closed, Interfax reported on Monday. | Interfax
Interfax quoted the minister as saying that the plant had closed. | the minister<Interfax
Interfax quoted the minister as saying: “The plant has closed.” | the minister<Interfax
Interfax cited the minister as saying the plant had closed. | the minister<Interfax
The minister was quoted by Interfax as saying the plant had closed. | The minister<Interfax
The minister was quoted as saying by Interfax that the plant had closed. | The minister<Interfax
“The plant has closed,” the minister was quoted as saying. | the minister
Interfax, citing the minister, reported that the plant had closed. | the minister<Interfax
The plant has closed, Interfax reported, citing the minister. | the minister<Interfax
The plant has closed, the minister told Interfax. | the minister<Interfax
Sources familiar with the matter said the plant had closed. | Sources familiar with the matter
Two people familiar with the matter told the Evening Post that the plant had closed. | Two people familiar with the matter<the Evening Post
The plant has closed, said two officials who spoke on condition of anonymity. | two officials
The plant has closed, two officials said on condition of anonymity. | two officials
A defence official, speaking on condition of anonymity, said the plant had closed. | A defence official
A senior official who asked not to be named said the plant had closed. | A senior official
Ministry: the plant has closed for good | Ministry
The plant has closed for good: ministry | ministry
The plant has closed for good, says ministry | ministry
Plant has closed for good, officials say | officials
The ministry, which runs the plant, said it had closed. | The ministry
The ministry also said the plant had closed. | The ministry
The ministry has said that the plant closed. | The ministry
The ministry had previously said that the plant closed. | The ministry
The minister, on Monday, said the plant had closed. | The minister
The minister on Monday told parliament that the plant had closed. | The minister
The minister told lawmakers the plant had closed. | The minister
The minister told a news conference that the plant had closed. | The minister
The minister wrote on X that the plant had closed. | The minister
The minister wrote on X: “The plant has closed.” | The minister
Writing on X, the minister said the plant had closed. | the minister
The minister complained that the plant had closed. | The minister
The minister lamented that the plant had closed. | The minister
The minister boasted that the plant had closed. | The minister
The minister acknowledged the plant had closed. | The minister
The minister confirmed that the plant had closed. | The minister
The minister reaffirmed that the plant would close. | The minister
The minister made clear that the plant had closed. | The minister
The minister pointed out that the plant had closed. | The minister
The minister went on to say that the plant had closed. | The minister
The minister stressed, however, that the plant had closed. | The minister
The minister said that, despite the talks, the plant had closed. | The minister
The minister said, without giving details, that the plant had closed. | The minister
The watchdog warns that the plant has closed. | The watchdog
“The plant has closed,” the watchdog warns. | the watchdog
“The plant has closed,” warned Anna Berg. | Anna Berg
“The plant has closed”, the minister said. | the minister
‘The plant has closed,’ the minister said. | the minister
The minister: “The plant has closed for good.” | The minister
Residents reported that the plant had closed. | Residents
Residents reported hearing blasts near the plant. | Residents
The plant has closed, a spokeswoman for the firm said. | a spokeswoman for the firm
The plant has closed, a spokeswoman for the firm, Anna Berg, said. | a spokeswoman for the firm, Anna Berg
Ministry spokeswoman Anna Berg said the plant had closed. | Ministry spokeswoman Anna Berg
The ministry’s spokeswoman, Anna Berg, said the plant had closed. | The ministry’s spokeswoman, Anna Berg
Lt. Gen. Karl Holm, the head of the air force, said the plant had closed. | Lt. Gen. Karl Holm
Sen. Karl Holm (D-Ohio) said the plant had closed. | Sen. Karl Holm
Karl Holm of the Harbour Institute said the plant had closed. | Karl Holm of the Harbour Institute
Both Anna Berg and Karl Holm said the plant had closed. | Both Anna Berg and Karl Holm
The army and the ministry said the plant had closed. | The army and the ministry
Kyiv says the plant has closed. Moscow says it has not. | Kyiv;Moscow
Anna Berg said the plant had closed. “The workers have left,” she said. | Anna Berg;Anna Berg
Anna Berg said the plant had closed. “The workers have left,” she added. | Anna Berg;Anna Berg
General Karl Holm said the plant had closed. The general added that the workers had left. | General Karl Holm;General Karl Holm
The plant closed in May. “The workers have left,” said Anna Berg. “We have nothing to do. The hall is empty.” | -;Anna Berg;Anna Berg;Anna Berg
Anna Berg says the plant has closed. According to her, the workers have left. | Anna Berg;Anna Berg
In her words, the plant has closed. | -
The deal meets the NATO standard. The plant has closed. | -;-
The plant has closed, the second this year, the ministry said. | the ministry
It is understood the plant has closed. | -
Reuters has learned that the plant has closed. | Reuters
Ukraine’s military intelligence believes that the plant has closed. | Ukraine’s military intelligence
Washington accused Tehran of sending drones. | Washington
Washington has accused Tehran of sending drones, a charge Tehran denies. | Washington
The drones hit the port, killing two guards, the governor said. | the governor
The governor said the drones hit the port, killing two guards. | The governor
The drones hit the port. Two guards died. That is what the governor said. | -;-
The army did not say how many drones fell. | -
The ministry did not respond to a request for comment. | -
The findings suggest that the plant has closed. | -
The strike showed that the defences had failed. | -
Local media reported that the plant had closed. | Local media
The plant had closed, local media reported. | local media
State television said the plant had closed. | State television
The state news agency Interfax said the plant had closed. | The state news agency Interfax
The company’s chief executive, Anna Berg, told Reuters the plant had closed. | The company’s chief executive, Anna Berg<Reuters
The plant has closed, said the ministry, as quoted by Interfax. | the ministry<Interfax
The plant has closed, the ministry said, according to Interfax. | the ministry<Interfax
According to Interfax, the ministry said the plant had closed. | the ministry<Interfax
The boats will be ready next year. That’s according to Anna Berg, head of the union. | Anna Berg
The navy took delivery of two boats. The head of information, Colonel Karl Holm, disclosed this in a statement. | The head of information, Colonel Karl Holm
“The plant has closed,” the official gushed to visitors. | the official
The Observatory put the toll at above 120. | The Observatory
“The plant has closed.¶“The workers have left,” Anna Berg said. | Anna Berg;Anna Berg
The ministry denied the report, with the minister saying the plant had closed. | The ministry;the minister
The Navy’s head, Karl Holm, told the state-run Evening Post that the plant had closed. | The Navy’s head, Karl Holm<the state-run Evening Post
Bulgaria runs the plant according to the NATO standard. | -
EU member states are not closing plants. | -
Although the ministry claimed a need for boats, the plant was closed, the report said. | the ministry;the report
The port was empty before a blast claimed the lives of two guards, Karl Holm said. | Karl Holm;Karl Holm
“There are boats enough, they need no more boats, so stop,” Karl Holm said. | Karl Holm;Karl Holm
Anna Berg, the union’s head, told reporters at a briefing, that the plant had closed. She stated that the workers had left. | Anna Berg;Anna Berg
Anna Berg said the plant had closed. Karl Holm said it had not. She added that the workers had left. | Anna Berg;Karl Holm;Anna Berg
The Harbour Rights Network said the boats missed. The rights group accused police of using two boats. “The boats are too fast,” the group said. | The Harbour Rights Network;The Harbour Rights Network;The Harbour Rights Network
The Harbour Watch said 14 guards died. It said they were killed by drones. | The Harbour Watch;The Harbour Watch
Minister Karl Holm said: “This deal confirms our lead. It will bring jobs.” | Minister Karl Holm;Minister Karl Holm
The cause was not named, however, according to a harbour source, a drone hit the roof. | -;a harbour source
Drones hit the port, as indicated by local authorities. | local authorities
The minister made it clear that the plant had closed. | The minister
The minister conveyed that the plant had closed. | The minister
The Air Force’s lieutenant general Karl de Holm said the plant had closed. He was quoted as saying: “The workers have left.” | The Air Force’s lieutenant general Karl de Holm;The Air Force’s lieutenant general Karl de Holm
The sale was announced last year and estimated at $10 million. | -
Anna Berg said the plant had closed. Drones hurt the son of 50-year-old Karl Holm. “The sky was full of drones,” he recalled. | Anna Berg;-;Karl Holm
A harbour official confirmed the raid but said the name of the ship was not yet known. | A harbour official;A harbour official
Karl Holm told the prince that he expected good results from the talks, Berg said. | Karl Holm<Berg
The Harbour Front has taken responsibility for the raid on the port, according to state media. | The Harbour Front<state media
Navy spokesman Karl Holm said the plant had closed. The Navy official said the workers had left. | Navy spokesman Karl Holm;Navy spokesman Karl Holm
The ministry said they did not burn in Oman and were not carrying any fuel. | The ministry;The ministry
"""


def _spoken(text: str) -> str:
    claims = read(text.replace("¶", "\n\n"), PUBLISHED).claims
    return ";".join("<".join([claim.speaker or "-", *claim.via]) for claim in claims)


@pytest.mark.parametrize("row", CASES.strip().splitlines())
def test_speakers(row: str) -> None:
    text, _, expected = row.rpartition(" | ")
    assert _spoken(text) == expected
