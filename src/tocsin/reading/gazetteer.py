"""A small built-in gazetteer and the great circle, for distance checks without any other data."""

from __future__ import annotations

from math import asin, atan, atan2, cos, degrees, radians, sin, sqrt, tan

EQUATOR_KM = 6378.137
FLATTENING = 1 / 298.257223563
KM = {"km": 1.0, "mile": 1.609344, "nautical mile": 1.852, "m": 0.001}

# name → (latitude, longitude); coordinates of cities are common knowledge, rounded to four decimals
PLACES: dict[str, tuple[float, float]] = {
    "moscow": (55.7558, 37.6173), "yelabuga": (55.7567, 52.0547), "kazan": (55.7963, 49.1064),
    "izhevsk": (56.8526, 53.2045), "st petersburg": (59.9311, 30.3609), "saint petersburg": (59.9311, 30.3609),
    "kyiv": (50.4501, 30.5234), "kiev": (50.4501, 30.5234), "kharkiv": (49.9935, 36.2304), "odesa": (46.4825, 30.7233),
    "odessa": (46.4825, 30.7233), "lviv": (49.8397, 24.0297), "dnipro": (48.4647, 35.0462),
    "zaporizhzhia": (47.8388, 35.1396), "mykolaiv": (46.9750, 31.9946), "kherson": (46.6354, 32.6169),
    "sevastopol": (44.6166, 33.5254), "simferopol": (44.9521, 34.1024), "rostov-on-don": (47.2357, 39.7015),
    "voronezh": (51.6608, 39.2003), "belgorod": (50.5997, 36.5983), "kursk": (51.7304, 36.1926),
    "bryansk": (53.2434, 34.3654), "saratov": (51.5336, 46.0343), "engels": (51.4989, 46.1258),
    "ryazan": (54.6269, 39.6916), "tula": (54.1931, 37.6173), "krasnodar": (45.0355, 38.9753),
    "novorossiysk": (44.7239, 37.7688), "volgograd": (48.7080, 44.5133), "samara": (53.1959, 50.1008),
    "nizhny novgorod": (56.2965, 43.9361), "ufa": (54.7388, 55.9721), "perm": (58.0105, 56.2502),
    "yekaterinburg": (56.8389, 60.6057), "tehran": (35.6892, 51.3890), "isfahan": (32.6546, 51.6680),
    "natanz": (33.5100, 51.9160), "tabriz": (38.0962, 46.2738), "mashhad": (36.2605, 59.6168),
    "jerusalem": (31.7683, 35.2137), "tel aviv": (32.0853, 34.7818), "haifa": (32.7940, 34.9896),
    "eilat": (29.5577, 34.9519), "gaza": (31.5017, 34.4668), "beirut": (33.8938, 35.5018),
    "damascus": (33.5138, 36.2765), "baghdad": (33.3152, 44.3661), "erbil": (36.1911, 44.0092),
    "sanaa": (15.3694, 44.1910), "aden": (12.7855, 45.0187), "hodeidah": (14.7978, 42.9545),
    "riyadh": (24.7136, 46.6753), "jeddah": (21.4858, 39.1925), "abha": (18.2164, 42.5053), "jizan": (16.8892, 42.5511),
    "abu dhabi": (24.4539, 54.3773), "dubai": (25.2048, 55.2708), "doha": (25.2854, 51.5310),
    "kuwait city": (29.3759, 47.9774), "muscat": (23.5880, 58.3829), "ankara": (39.9334, 32.8597),
    "istanbul": (41.0082, 28.9784), "yerevan": (40.1792, 44.4991), "baku": (40.4093, 49.8671),
    "tbilisi": (41.7151, 44.8271), "minsk": (53.9006, 27.5590), "warsaw": (52.2297, 21.0122),
    "vilnius": (54.6872, 25.2797), "riga": (56.9496, 24.1052), "tallinn": (59.4370, 24.7536),
    "helsinki": (60.1699, 24.9384), "stockholm": (59.3293, 18.0686), "oslo": (59.9139, 10.7522),
    "copenhagen": (55.6761, 12.5683), "berlin": (52.5200, 13.4050), "paris": (48.8566, 2.3522),
    "london": (51.5074, -0.1278), "brussels": (50.8503, 4.3517), "rome": (41.9028, 12.4964),
    "madrid": (40.4168, -3.7038), "vienna": (48.2082, 16.3738), "prague": (50.0755, 14.4378),
    "budapest": (47.4979, 19.0402), "bucharest": (44.4268, 26.1025), "chisinau": (47.0105, 28.8638),
    "sofia": (42.6977, 23.3219), "athens": (37.9838, 23.7275), "cairo": (30.0444, 31.2357),
    "khartoum": (15.5007, 32.5599), "port sudan": (19.6158, 37.2164), "tripoli": (32.8872, 13.1913),
    "washington": (38.9072, -77.0369), "new york": (40.7128, -74.0060), "beijing": (39.9042, 116.4074),
    "shanghai": (31.2304, 121.4737), "taipei": (25.0330, 121.5654), "tokyo": (35.6762, 139.6503),
    "seoul": (37.5665, 126.9780), "pyongyang": (39.0392, 125.7625), "new delhi": (28.6139, 77.2090),
    "mumbai": (19.0760, 72.8777), "islamabad": (33.6844, 73.0479), "karachi": (24.8607, 67.0011),
    "kabul": (34.5553, 69.2075), "astana": (51.1694, 71.4491), "tashkent": (41.2995, 69.2401),
    "singapore": (1.3521, 103.8198), "canberra": (-35.2809, 149.1300), "ottawa": (45.4215, -75.6972),
    "vladivostok": (43.1155, 131.8855), "murmansk": (68.9585, 33.0827), "arkhangelsk": (64.5401, 40.5433),
    "kaliningrad": (54.7104, 20.4522), "pskov": (57.8136, 28.3496), "smolensk": (54.7826, 32.0453),
    "cheboksary": (56.1439, 47.2489), "donetsk": (48.0159, 37.8028), "luhansk": (48.5740, 39.3078),
    "mariupol": (47.0971, 37.5434), "poltava": (49.5883, 34.5514), "sumy": (50.9077, 34.7981),
    "chernihiv": (51.4982, 31.2893), "vinnytsia": (49.2331, 28.4682), "khmelnytskyi": (49.4229, 26.9871),
}  # fmt: skip


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Distance in km on the WGS 84 ellipsoid between (latitude, longitude) pairs in degrees.

    Lambert's formula: the great circle on reduced latitudes with a first-order correction for flattening, good to
    about 10 m in 1,000 km (W. D. Lambert, 1942).

    >>> round(great_circle_km(PLACES["moscow"], PLACES["yelabuga"]), 1)
    904.8
    """
    beta1, beta2 = (atan((1 - FLATTENING) * tan(radians(point[0]))) for point in (first, second))
    turn = radians(second[1] - first[1])
    chord = sin((beta2 - beta1) / 2) ** 2 + cos(beta1) * cos(beta2) * sin(turn / 2) ** 2
    angle = 2 * asin(sqrt(min(1.0, chord)))
    if angle < 1e-9 or angle > 3.1:
        return EQUATOR_KM * angle
    middle, half = (beta1 + beta2) / 2, (beta2 - beta1) / 2
    along = (angle - sin(angle)) * (sin(middle) * cos(half) / cos(angle / 2)) ** 2
    across = (angle + sin(angle)) * (cos(middle) * sin(half) / sin(angle / 2)) ** 2
    return EQUATOR_KM * (angle - FLATTENING / 2 * (along + across))


def initial_bearing_deg(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Initial great-circle bearing from first to second, degrees clockwise from north."""
    lat1, lon1, lat2, lon2 = map(radians, (*first, *second))
    east = sin(lon2 - lon1) * cos(lat2)
    north = cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(lon2 - lon1)
    return degrees(atan2(east, north)) % 360.0


def coordinates(name: str) -> tuple[float, float] | None:
    """Coordinates of a place in the gazetteer, None where it is not listed."""
    key = " ".join(name.lower().replace(".", "").replace("’", "'").split())
    return PLACES.get(key)
