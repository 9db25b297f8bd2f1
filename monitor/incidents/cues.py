"""Two things that a text says beside the event: that an authority speaks, and that a report is put right.

Words per language, few and plain: an authority and a verb of saying within one sentence of title or lead, and no
`source` in it, for a police source is no police.
"""

from monitor.text.fold import fold_plain
from monitor.text.sentences import sentence_spans
from monitor.text.tokens import tokenise

_LEAD = 1200
_REACH = 7
# English, French, Spanish, Turkish, Kurmanji, Russian, Arabic, Persian, Sorani, Urdu.
_AUTHORITIES = """
ministry minister army military police governor government officials spokesman spokesperson spokeswoman command
ministère ministre armée gouvernement préfecture gendarmerie gouverneur porte-parole
ministerio ministro ejército policía gobierno gobernador portavoz
bakanlığı bakanı bakanlık ordu ordusu polis valilik valiliği emniyet sözcüsü
wezareta wezîr artêş polîs walî berdevkê
министерство министр мвд минобороны армия полиция губернатор правительство
وزارة وزير الداخلية الدفاع الجيش الشرطة محافظ الحكومة الناطق المتحدث قيادة
وزارت وزیر ارتش پلیس سپاه استاندار فرمانداری دولت سخنگوی سخنگو
وەزارەتی وەزیری سوپا پۆلیس پارێزگاری حکومەت وتەبێژی ئاسایش
وزارت فوج پولیس حکومت ترجمان
"""
_SAYS = """
said says confirmed confirms announced announces stated according
dit déclaré confirmé annoncé confirme annonce indique selon
dijo confirmó anunció confirma anuncia informó según
açıkladı doğruladı duyurdu bildirdi söyledi dedi açıklandı
got ragihand daxuyand
сообщил сообщила сообщило сообщили подтвердил подтвердила подтвердило подтвердили заявил заявила заявило
قال قالت أكد أكدت تؤكد يؤكد أعلن أعلنت تعلن يعلن أوضح أوضحت بحسب
گفت گفتند تأیید اعلام داد
گوتی ڕایگەیاند دڵنیایی ڕاگەیاند
کہا تصدیق اعلان
"""
_SOURCES = """
source sources fuente fuentes kaynak kaynaklar kaynağı çavkanî источник источники مصدر مصادر منبع منابع سەرچاوەیەک
سەرچاوە ذرائع
"""
_CORRECTIONS = """
correction corrected corrects revised revises lowered lowers correctif corrige rectifie corrige corrección rectifica
düzeltme düzeltti исправление уточнило уточнили уточнил تصحيح تصويب تراجع تصحیح اصلاحیه ڕاستکردنەوە تصحیح
"""


def _folded(words: str) -> frozenset[str]:
    return frozenset(token.text for token in tokenise(fold_plain(words)))


_AUTHORITY, _SAYING, _SOURCE = _folded(_AUTHORITIES), _folded(_SAYS), _folded(_SOURCES)
_CORRECTING = _folded(_CORRECTIONS)


def official_words(title: str, text: str) -> str:
    """The words by which an authority says it (`ministry ... says`), or ""."""
    lead = text[:_LEAD]
    for part in (title, *(lead[start:end] for start, end in sentence_spans(lead))):
        tokens = tokenise(part)
        if any(token.text in _SOURCE for token in tokens):
            continue
        speakers = [n for n, token in enumerate(tokens) if token.text in _AUTHORITY]
        verbs = [n for n, token in enumerate(tokens) if token.text in _SAYING]
        near = [(a, v) for a in speakers for v in verbs if abs(a - v) <= _REACH]
        if near:
            pair = min(near, key=lambda pair: abs(pair[0] - pair[1]))
            first, last = min(pair), max(pair)
            between = " ... " if last - first > 1 else " "
            said = (part[tokens[n].start : tokens[n].end] for n in (first, last))
            return between.join(said)
    return ""


def puts_right(title: str) -> bool:
    """Whether a headline says that it corrects something."""
    return any(token.text in _CORRECTING for token in tokenise(title))
