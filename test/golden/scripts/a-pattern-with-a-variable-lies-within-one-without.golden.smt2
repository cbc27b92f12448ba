; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |caller name * 1| String)
(assert (str.in_re |caller name * 1| (re.+ (re.union (re.range "A" "Z") (re.range "a" "z") (re.range "0" "9") (re.range "+" ".") (re.range "=" "=") (re.range "@" "@") (re.range "_" "_")))))
(declare-const |caller kind| Int)
(assert (and (<= 0 |caller kind|) (<= |caller kind| 10)))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(define-fun let!2 () Bool (= |caller kind| 0))
(declare-const $resource String)
(declare-const |assume absent-variable = statement-invalid| Bool)
; The question
(assert (and let!1 (and let!2 (str.prefixof (str.++ "arn:aws:s3:::b/" |caller name * 1| "/") $resource)) (or (not |assume absent-variable = statement-invalid|) let!2) (not (and let!1 (str.in_re $resource (re.++ (str.to_re "arn:aws:s3:::b/") re.all)))) (or (= |caller kind| 2) (= |caller kind| 4) (= |caller kind| 1) (= |caller kind| 0))))
(check-sat)
