"""Whether a named person is spoken of as "he" or "she", where the printed name shows it."""

from __future__ import annotations

from tocsin.reading.vocabulary import words

_WOMEN = words(
    "mrs ms miss queen princess baroness lady spokeswoman chairwoman congresswoman policewoman businesswoman madam mother sister wife "
    "anna anne ann maria mary marie marta martha olga elena yelena helena helen natalia natalya nataliya irina iryna "
    "oksana svetlana tatiana tatyana yulia yuliya julia kateryna ekaterina catherine katherine kate karen susan sarah sara "
    "laura linda lisa lucy emma emily elizabeth jennifer jessica jane janet joan judith julie fatima aisha amina halima "
    "khadija zainab zeynep ayse leyla layla mariam maryam nadia noor ursula annalena angela christine christina kristina "
    "claudia carla sofia sophie sophia eva ewa agnieszka magdalena ingrid kaja sanna mette margarethe gretchen kathleen "
    "michelle nancy patricia rachel rebecca rosa ruth sandra sharon stephanie teresa theresa victoria viktoria vanessa "
    "giorgia kamala hillary melania condoleezza avril bronwen penny liz hanna hannah alina daria darya polina"
)
_MEN = words(
    "mr sir king prince lord sheikh congressman chairman policeman businessman father brother husband ayatollah sultan emir "
    "john james robert michael william david richard joseph thomas charles daniel matthew mark paul steven stephen "
    "andrew andrei andriy andrey peter petr petro piotr pavel george georgy brian edward ronald donald jack joe frank "
    "scott eric jonathan jacob nicholas kevin alexander aleksandr oleksandr alexei oleksiy oleksii sergei sergey serhiy serhii "
    "vladimir volodymyr dmitry dmytro igor ihor ivan mikhail mykhailo mykola nikolai oleg oleh viktor vasily vasyl yuri yuriy "
    "maxim maksym denis denys roman ruslan anton artem kyrylo vadym ali ahmed ahmad mohammed mohamed muhammad mahmoud "
    "hassan hussein ibrahim khalid khaled omar osama mustafa abdul abdullah recep haluk selcuk benjamin yoav "
    "emmanuel jean pierre francois sebastien olaf boris friedrich karl carl hans jens jonas lars erik ulf pal mariusz "
    "mateusz donald andrzej wladyslaw tomasz antonio carlos juan jose luis pedro marco matteo guido keir rishi ben "
    "lloyd antony jake marcelo rodrigo narendra rajnath shinzo fumio ferdinand prabowo"
)


def gender(name: str) -> str:
    """ "he", "she" or "" (the name does not say), by form of address and first name."""
    parts = {word.strip(".,“”\"'’") for word in name.lower().split()}
    women, men = bool(parts & _WOMEN), bool(parts & _MEN)
    return "" if women == men else "she" if women else "he"
