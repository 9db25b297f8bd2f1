"""What Turkish news sites print around an article goes; sentences that begin alike stay."""

import pytest

from monitor.normalise.furniture import find_furniture, strip

PROSE = (
    "Sınır hattındaki karakola gece yarısı açılan ateşte iki asker yaralandı.",
    "Valilik, bölgeye takviye birlik gönderildiğini ve yolun trafiğe kapatıldığını bildirdi.",
    "Saldırganların dağlık alana kaçtığı, arama çalışmalarının sabaha kadar sürdüğü öğrenildi.",
)
BODY = "\n".join(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "Giriş Tarihi: 14.11.2025 20:36",
        "Oluşturulma Tarihi: Mart 03, 2024 14:27",
        "Güncelleme : 09.07.2016 14:27",
        "YAYINLANMA: 9 Temmuz 2016",
        "Muhabir: Deniz Örnek",
        "Haber Merkezi: Ankara",
        "Haberi Dinle",
        "İLK YORUMU SEN YAP",
        "WhatsApp'ta Paylaş",
        "Foto Galeri",
        "— HABER SONU —",
        "Yorum Yazma Kuralları",
        "UYARI: Küfür, hakaret, rencide edici cümleler içeren yorumlar yayımlanmaz.",
        "Lütfen yorum yaparken aşağıdaki kurallara uyunuz.",
        "6698 sayılı Kişisel Verilerin Korunması Kanunu uyarınca bilgi almak için tıklayınız.",
        "Günün diğer haberleri için tıklayın",
        "Google News'te abone ol",
        "ÇOK OKUNAN HABERLER",
        "Gözden Kaçmasın",
        "Devamını okumak için tıklayın",
        "TÜMÜNÜ GÖR",
    ],
)
def test_turkish_furniture_goes_and_the_article_stays(line: str) -> None:
    assert strip(f"{line}\n{BODY}") == BODY
    assert strip(f"{BODY}\n\n{line}") == BODY


@pytest.mark.parametrize(
    "prose",
    [
        "Lütfen yorum yaparken kurallara uyun diyen editör, saldırıdan sonra gelen tehditleri de polise anlattı.",
        "Kişisel Verilerin Korunması Kanunu mecliste görüşülürken salonun önünde patlama oldu.",
        "Kamera: kayıtlarında saldırganların 3 araçla geldiği görüldü",
        "İletişim kulesi gece havaya uçuruldu.",
        "Galeri önünde patlama: 2 ölü",
        "Haber merkezi bombalandı.",
        "Manşetler saldırıyı yazdı.",
        "Öne çıkanlar arasında saldırganların lideri de vardı.",
        "Kaynak: 12 militan sınırı geçti",
        "Güncelleme: Saldırıda ölenlerin sayısı 14 oldu",
    ],
)
def test_turkish_prose_that_begins_like_furniture_stays(prose: str) -> None:
    assert find_furniture(f"{BODY}\n{prose}\n{PROSE[0]}") == []
