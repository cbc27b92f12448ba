; relaxed
; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |key:aws:tokenissuetime as date| Int)
(assert (and (<= (- 1000000000000000) |key:aws:tokenissuetime as date|) (<= |key:aws:tokenissuetime as date| 1000000000000000)))
(declare-const |key:aws:tokenissuetime is a date without zone| Bool)
(declare-const |key:aws:tokenissuetime is a date| Bool)
(assert (=> |key:aws:tokenissuetime is a date without zone| (and |key:aws:tokenissuetime is a date| (and (<= (- 62167219200000) |key:aws:tokenissuetime as date|) (<= |key:aws:tokenissuetime as date| 253402300799999)))))
(declare-const |key:aws:tokenissuetime is a date in small letters| Bool)
(assert (=> |key:aws:tokenissuetime is a date in small letters| (and |key:aws:tokenissuetime is a date| (and (<= (- 62167219200000) |key:aws:tokenissuetime as date|) (<= |key:aws:tokenissuetime as date| 253402300799999)))))
(declare-const |key:aws:tokenissuetime| String)
(assert (=> (= |key:aws:tokenissuetime| "2026-01-01t00:00:00z") (and |key:aws:tokenissuetime is a date| (= |key:aws:tokenissuetime as date| 1767225600000) (not |key:aws:tokenissuetime is a date without zone|) |key:aws:tokenissuetime is a date in small letters|)))
(assert (=> |key:aws:tokenissuetime is a date| (str.in_re |key:aws:tokenissuetime| (re.* (re.union (re.union (re.range "0" "9") (str.to_re ".") (str.to_re ":") (str.to_re "-") (str.to_re "+")) (str.to_re "T") (str.to_re "Z") (str.to_re "t") (str.to_re "z"))))))
(declare-const |assume date-without-zone = unparsable| Bool)
(define-fun let!1 () Bool (not |assume date-without-zone = unparsable|))
(declare-const |assume date-letters = any| Bool)
(define-fun let!2 () Bool (not |assume date-letters = any|))
(declare-const |key:aws:tokenissuetime is present| Bool)
; The question
(assert (and (str.in_re $action (re.++ (str.to_re "s3:") re.all)) (or (and let!1 let!2 (and |key:aws:tokenissuetime is present| (and (and |key:aws:tokenissuetime is a date| (not |key:aws:tokenissuetime is a date in small letters|)) (<= |key:aws:tokenissuetime as date| 1767225600000)))) (and let!1 |assume date-letters = any| (and |key:aws:tokenissuetime is present| (and |key:aws:tokenissuetime is a date| (<= |key:aws:tokenissuetime as date| 1767225600000)))) (and |assume date-without-zone = unparsable| let!2 (and |key:aws:tokenissuetime is present| (and (and |key:aws:tokenissuetime is a date| (not |key:aws:tokenissuetime is a date without zone|) (not |key:aws:tokenissuetime is a date in small letters|)) (<= |key:aws:tokenissuetime as date| 1767225600000)))) (and |assume date-without-zone = unparsable| |assume date-letters = any| (and |key:aws:tokenissuetime is present| (and (and |key:aws:tokenissuetime is a date| (not |key:aws:tokenissuetime is a date without zone|)) (<= |key:aws:tokenissuetime as date| 1767225600000))))) (and |key:aws:tokenissuetime is present| (= |key:aws:tokenissuetime| "2026-01-01t00:00:00z")) (not (and |key:aws:tokenissuetime is present| (str.in_re |key:aws:tokenissuetime| (re.++ (str.to_re "x") re.all))))))
(check-sat)
