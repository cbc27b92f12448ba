; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic ALL)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const $clock Int)
(assert (and (<= 86400000 $clock) (<= $clock 253402300799999)))
(declare-const |clock in seconds| Int)
(define-fun let!1 () Int (* 1000 |clock in seconds|))
(assert (and (<= let!1 $clock) (< $clock (+ let!1 1000))))
(define-fun let!2 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
; The question
(assert (and let!2 (< $clock 1893456000000) (not (and let!2 (< (to_real |clock in seconds|) 1893456000.0)))))
(check-sat)
