; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |assume resource-wildcard = whole-string| Bool)
(declare-const |assume resource-wildcard = segment| Bool)
; An open rule has one value.
(assert (=> |assume resource-wildcard = whole-string| (not |assume resource-wildcard = segment|)))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const $resource String)
(define-fun let!2 () Bool (str.in_re $resource (re.++ (str.to_re "arn:aws:ec2:") re.all (str.to_re ":") re.all (str.to_re ":") re.all)))
(define-fun let!3 () RegLan (re.* (re.union (re.range "\u{0}" "9") (re.range ";" "\u{2ffff}"))))
; The question
(assert (and let!1 (or (and let!2 (not (or |assume resource-wildcard = whole-string| |assume resource-wildcard = segment|))) (and let!2 |assume resource-wildcard = whole-string|) (and (str.in_re $resource (re.++ (str.to_re "arn:aws:ec2:") let!3 (str.to_re ":") let!3 (str.to_re ":") re.all)) |assume resource-wildcard = segment|)) (not let!1)))
(check-sat)
