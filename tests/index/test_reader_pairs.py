"""The reader on forty pairs of questions: one that a sentence answers, and its twin that it does not."""

from __future__ import annotations

import numpy as np
import pytest

from index.reader import Text
from index.rerank import PackagedReranker

PAIRS = [
    # opposite act
    ("Governor Mara Lund signed the toll bill on Friday, saying that the valley cannot wait for a bridge.",
     "Why did Governor Mara Lund sign the toll bill?", "Why did Governor Mara Lund veto the toll bill?"),
    ("The orchestra's players praised the new hall for its warm sound.",
     "What did the orchestra's players praise?", "What did the orchestra's players complain about?"),
    ("Tarn Bank admitted that it had lost the files of 4,000 clients.",
     "What did Tarn Bank admit?", "What did Tarn Bank deny?"),
    ("The island council lifted the ban on night fishing after the herring returned.",
     "Why did the island council lift the ban on night fishing?",
     "Why did the island council impose the ban on night fishing?"),
    ("Coach Pell refused to promise that the captain would play on Sunday.",
     "What did Coach Pell refuse to promise?", "Whom did Coach Pell promise to play on Sunday?"),
    ("The ministry backed the farmers' plan because it costs less.",
     "Why did the ministry back the farmers' plan?", "Why did the ministry oppose the farmers' plan?"),
    ("Dr. Osei advised patients to keep taking the tablets until they have seen a doctor.",
     "What did Dr. Osei advise patients to do?", "Why did Dr. Osei tell patients to stop taking the tablets?"),
    ("The club turned down the striker's request for a transfer.",
     "Whose request for a transfer did the club turn down?", "Whose request for a transfer did the club accept?"),
    ("The regulator raised the fee for ferries to 12 crowns.",
     "To how much did the regulator raise the fee for ferries?", "By how much did the regulator cut the fee for ferries?"),
    ("The mayor defended the police chief against the union's criticism.",
     "Whom did the mayor defend?", "Why did the mayor criticise the police chief?"),
    # exchanged parties, named and described
    ("The hospital's owners demanded that the nurses give back a bonus.",
     "What did the hospital's owners demand of the nurses?", "What did the nurses demand of the hospital's owners?"),
    ("Norway's envoy accused the Danish fleet of cutting nets.",
     "Of what did Norway's envoy accuse the Danish fleet?", "Of what did the Danish fleet accuse Norway's envoy?"),
    ("The teenager's parents asked the school for a second examination.",
     "What did the teenager's parents ask the school for?", "What did the school ask the teenager's parents for?"),
    ("The studio's lawyers warned the actress not to speak to the press.",
     "What did the studio's lawyers warn the actress not to do?", "What did the actress warn the studio's lawyers not to do?"),
    ("Sweden offered Latvia two trains in exchange for timber.",
     "What did Sweden offer Latvia?", "What did Latvia offer Sweden two of?"),
    ("The spy chief told the prime minister that the bridge was being watched.",
     "What did the spy chief tell the prime minister?", "What did the prime minister tell the spy chief?"),
    ("The prosecutors blamed the pilot for the late landing.",
     "Whom did the prosecutors blame for the late landing?", "Whom did the pilot blame for the late landing?"),
    ("Ida Holm thanked Jan Berg for lending the boat.",
     "For what did Ida Holm thank Jan Berg?", "For what did Jan Berg thank Ida Holm?"),
    ("The union urged the owner of the mill to reopen talks.",
     "What did the union urge the owner of the mill to do?", "What did the owner of the mill urge the union to do?"),
    ("The tenants sued the landlord over the broken lift.",
     "Why did the tenants sue the landlord?", "Why did the landlord sue the tenants?"),
    # another party
    ("Senator Roe said that the harbour should be sold; his deputy would not comment.",
     "What did Senator Roe say about the harbour?", "What did Senator Roe's deputy say about the harbour?"),
    ("The pilots agreed to fly on Sundays, the airline said.",
     "What did the pilots agree to do?", "What did the cabin crew agree to do?"),
    ("According to the fire service, sparks from the mill set the field alight.",
     "What set the field alight, according to the fire service?", "What set the field alight, according to the mill?"),
    ("The bakers' guild wants the flour tax scrapped.",
     "Who wants the flour tax scrapped?", "What does the millers' guild want to happen to the flour tax?"),
    ("The goalkeeper said that he would stay; the striker has not decided.",
     "Which player said that he would stay?", "What did the striker say that he would do?"),
    # a detail that is not told
    ("Tarn Bank said it would close eleven branches.",
     "How many branches did Tarn Bank say it would close?", "By what date did Tarn Bank say it would close branches?"),
    ("A nurse who asked not to be named told the paper that beds stood in the corridor.",
     "What did a nurse tell the paper?", "What is the name of the nurse who told the paper of beds in the corridor?"),
    ("The court ordered the brewer to pay damages to its neighbours.",
     "Whom must the brewer pay damages?", "How much must the brewer pay its neighbours in damages?"),
    ("The minister threatened to cut off the subsidy unless the yard hires apprentices.",
     "Under what condition would the minister cut off the subsidy?", "How large is the subsidy that the minister threatened to cut off?"),
    ("The two villages have asked for a school bus.",
     "What have the two villages asked for?", "Whom have the two villages asked for a school bus?"),
    ("Lena Ruud resigned as head of the port on Monday.",
     "When did Lena Ruud resign as head of the port?", "For what reason did Lena Ruud resign as head of the port?"),
    ("The choir rejected the theatre's offer of a smaller stage.",
     "What offer did the choir reject?", "In which newspaper did the choir reject the theatre's offer?"),
    # another place, number, time or thing than is told
    ("In May the council promised 300 new flats near the station.",
     "How many flats did the council promise in May?", "Why did the council promise 500 new flats in October?"),
    ("The ferry line will shut its office in Vessel, the owner announced.",
     "Which office will the ferry line shut?", "When will the ferry line shut its office in Stavik?"),
    ("Anders Moe apologised for the joke that he made at the wedding.",
     "For what did Anders Moe apologise?", "For what joke at a funeral did Anders Moe apologise?"),
    ("The committee proposed a tax on sugar.",
     "What did the committee propose a tax on?", "What rate did the committee propose for the tax on salt?"),
    # condition, reason and reporter, asked the long way round
    ("Latvia will send the trains back unless the brakes are mended, its minister told the Evening Post.",
     "To which newspaper did Latvia's minister speak about the trains?", "To which television station did Latvia's minister speak about the trains?"),
    ("The museum was asked by the heirs to return the painting.",
     "What was the museum asked to do by the heirs?", "What were the heirs asked to do by the museum?"),
    ("Nobody but the mayor was against the tunnel, the clerk said.",
     "Who was against the tunnel?", "Who but the mayor spoke for a longer tunnel?"),
    ("The fishermen said that they would not go out before the price rises.",
     "What are the fishermen waiting for before they go out?", "Where will the fishermen go out when the price rises?"),
]  # fmt: skip


@pytest.fixture(scope="module")
def read() -> list[tuple[float, float]]:
    """Scores of each pair, the question that is answered first."""
    reranker = PackagedReranker()
    return [
        (reranker.reads(a, [Text(text)])[0].score, reranker.reads(b, [Text(text)])[0].score) for text, a, b in PAIRS
    ]


def test_the_answered_question_of_a_pair_reads_better(read: list[tuple[float, float]]) -> None:
    worse = [PAIRS[n][2] for n, (right, twin) in enumerate(read) if right <= twin]
    assert len(worse) <= 0.1 * len(PAIRS), worse


def test_one_threshold_tells_answered_questions_from_their_twins(read: list[tuple[float, float]]) -> None:
    answered, twins = np.array(read).T
    assert (answered[:, None] > twins[None, :]).mean() > 0.88
