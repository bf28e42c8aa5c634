from latecomer.http.close_codes import CloseCode


def test_codes_below_4500_come_back_and_the_others_do_not() -> None:
    assert {int(code) for code in CloseCode if code.comes_back} == set(range(4001, 4008))
    assert {int(code) for code in CloseCode if not code.comes_back} == set(range(4500, 4509))
