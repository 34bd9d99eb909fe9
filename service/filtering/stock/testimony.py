"""Healers, hackers, lenders and traders, praised by those they saved."""

from service.filtering.stock.phrases import stock_of

TESTIMONY_STOCK = stock_of(
    """
a hacker | a month from | a week from | access to her phone | account manager | add him on | add me on | all
thanks to | an hour | apply for a loan | asset recovery | at gmail | at interest | atm card | atm cards | bad
credit | been scammed | binary option | binary options | bitcoin investment | bitcoin mining | bitcoin trading |
black magic | blank atm | boyfriend back | bring back lost | bring back my | bring back your | broken home |
brought back my | business loan | business loans | buy passport | buy real | cash loan | cash loans | cast a
spell | cast the spell | casted a spell | certificate without | certified hacker | cheating husband | cheating
partner | cheating spouse | clone cards | cloned card | completely cured | contact her at | contact her on |
contact her via | contact him at | contact him on | contact him through | contact him via | contact them at |
contact them on | contact them via | contact this | copy and paste this | counterfeit bills | counterfeit money
| credit repair | credit report | credit score | crypto investment | crypto recovery | crypto trading | cure for
| cure your | cured me | cured my | cured of | daily profit | death spell | diagnosed with herpes | dm her | dm
him | driver s license | drivers license | driving licence | driving license | dumps with pin | earn from home |
earn money from home | earn money online | email address below | email her | email him | email them | ethical
hacker | ethical hackers | ex back | ex boyfriend | ex husband | ex lover | expert trader | extra cash | extra
income | fake documents | fake passport | fame and wealth | fell victim | financial assistance | financial
freedom | financial help | fix your credit | fixed my credit | forex broker | forex trader | forex trading |
fund recovery | funds recovery | gain access to | genuine hacker | get a loan | get back my | get my money back
| give thanks to | got a loan | got cured | got my loan | got my money back | got scammed | great illuminati |
hacked atm | hacking service | hacking services | hepatitis b | her email | her whatsapp | herbal cure | herbal
doctor | herbal medicine | herbal mixture | herbal product | herbal products | herbal remedy | herbal treatment
| herpes virus | his email | his phone | his whatsapp | hiv virus | husband back | i am so happy to share | i m
so happy to share | i never believed | i never thought i | i want to thank dr | i was diagnosed | i was scammed
| ielts certificate | initial investment | instant loan | interest rate of | invest with | invested with |
investment company | investment platform | legit hacker | legitimate lender | loan amount | loan company | loan
firm | loan from | loan lender | loan offer | lost all my | lost bitcoin | lost crypto | lost funds | lost lover
| lost money to | lost my bitcoin | lost my life savings | lost my money | lost my savings | lottery spell |
love spell | love spells | lover back | low interest | made over | magic ring | make money from home | make
money online | message her | message him | minimum investment | my investment | my testimony | native doctor |
natural herbs | need a loan | no credit check | on instagram | on telegram | on whatsapp | online job | online
jobs | paid survey | paid surveys | part time job | passive income | payday loan | payday loans | penis
enlargement | per hour | personal loan | personal loans | powerful doctor | powerful spell | powerful spiritual
| private lender | professional hacker | professional trader | programmed card | psychic reading | psychic
readings | quick loan | reach her on | reach her via | reach him at | reach him on | reach him via | reach me on
| reach out to her | reach out to him | reach them on | reach them via | real documents | real hacker | real
passport | recover all | recover lost | recover my | recover your | recovered all | recovered my | recovering my
| recovery agent | recovery company | recovery expert | recovery experts | recovery hacker | recovery service |
recovery services | recovery specialist | registered documents | reliable hacker | restore my | restored my |
return on | returns on | rich and famous | rich famous | save your marriage | saved my marriage | scammed by |
spell caster | spell casters | spy on | started investing | stolen bitcoin | stolen crypto | stolen funds |
tested negative | text her | text him | thanks to doctor | thanks to dr | thanks to mr | thanks to mrs | thanks
to the great | the illuminati | this testimony | through email | through this medium | through whatsapp | to
testify | totally cured | trading company | trading expert | trading platform | trading signals | traditional
healer | trusted hacker | urgent loan | use this medium | via email | via telegram | via their email | via
whatsapp | victim of | victim to | wallet recovery | was cured | weekly profit | weekly returns | whatsapp him |
whatsapp me | whatsapp number | wife back | without exam | without test | work from home | working from home |
write him | you can also contact | you can contact her | you can contact him | you can reach her | you can reach
him | your investment
"""
)
